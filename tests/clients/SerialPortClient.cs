// A client on .NET's System.IO.Ports.SerialPort:  SerialPortClient PORT LINE LINES [modem]
//
// Sends one MP/1 line (">01 HELLO": the CRC is added) and prints as many lines as asked for as they
// come back. With `modem` it drives DTR and RTS and reads CTS first, and says what came of it. A PORT
// that is an address, socket://HOST:PORT, is opened as a socket: a Stream, as SerialPort has one inside.
using System;
using System.IO;
using System.IO.Ports;
using System.Net.Sockets;

static class SerialPortClient
{
    static string Framed(string line)
    {
        int sum = 0xFFFF;
        foreach (char character in line)
        {
            sum ^= character << 8;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum << 1 ^ ((sum & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
        }
        return string.Format("{0}*{1:X4}\n", line, sum);
    }

    static void Tried(string what, Func<string> deed)
    {
        try { Console.WriteLine("{0}: {1}", what, deed()); }
        catch (Exception refused) { Console.WriteLine("{0}: {1}", what, refused.GetType().Name); }
    }

    static void Talk(Action<string> write, Func<string> readLine, string[] arguments)
    {
        write(Framed(arguments[1]));
        for (int left = int.Parse(arguments[2]); left > 0; left--)
            Console.WriteLine(readLine());
    }

    static int Main(string[] arguments)
    {
        if (arguments[0].StartsWith("socket://"))
        {
            var at = new Uri(arguments[0]);
            using (var stream = new TcpClient(at.Host, at.Port).GetStream())
            {
                var writer = new StreamWriter(stream) { AutoFlush = true };
                Talk(writer.Write, new StreamReader(stream).ReadLine, arguments);
            }
            return 0;
        }
        var port = new SerialPort(arguments[0], 19200, Parity.None, 8, StopBits.One);
        port.NewLine = "\n";
        port.ReadTimeout = 20000;
        try { port.Open(); }
        catch (Exception refused) { Console.WriteLine("failed: " + refused.Message); return 1; }
        if (arguments.Length > 3)
        {
            Tried("set", () => { port.DtrEnable = true; port.RtsEnable = true; return "done"; });
            Tried("get", () => "cts=" + port.CtsHolding);
        }
        Talk(port.Write, port.ReadLine, arguments);
        port.Close();
        return 0;
    }
}
