// The smallest honest client loop: poll, show alarms, acknowledge when the operator does.
using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

static class Client
{
    static readonly object Sending = new object();
    static Stream port;
    static int number;

    static string Framed(string body)
    {
        int sum = 0xFFFF;
        foreach (char character in body)
        {
            sum ^= character << 8;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum << 1 ^ ((sum & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
        }
        return string.Format("{0}*{1:X4}", body, sum);
    }

    static void Send(string request)
    {
        lock (Sending)
        {
            number = (number + 1) % 256;
            byte[] line = Encoding.ASCII.GetBytes(
                Framed(string.Format(">{0:X2} {1}", number, request)) + "\n");
            port.Write(line, 0, line.Length);
        }
    }

    static void Operate()
    {
        string order;
        while ((order = Console.ReadLine()) != null)
        {
            var told = Regex.Match(order, "\"do\": \"acknowledge\", \"of\": \"(\\w+)\"");
            if (told.Success)
                Send("ACK alarm=" + told.Groups[1].Value);
        }
    }

    static void Poll()
    {
        for (;; Thread.Sleep(500))
            Send("STATUS?");
    }

    static void Take(string line)
    {
        string body = line.Substring(0, Math.Max(0, line.LastIndexOf('*')));
        if (line != Framed(body) || !body.StartsWith("!"))
            return; // damaged on the way, or an answer
        string[] words = body.Split(' ');
        Send("EVACK n=" + words[0].Substring(1));
        if (Array.IndexOf(words, "state=active") > 0)
            Console.WriteLine("ALARM " + words[2].Replace("code=", ""));
    }

    static void Main(string[] arguments)
    {
        var at = new Uri(arguments[0]); // socket://HOST:PORT
        port = new TcpClient(at.Host, at.Port).GetStream();
        new Thread(Operate) { IsBackground = true }.Start();
        new Thread(Poll) { IsBackground = true }.Start();
        var lines = new StreamReader(port, Encoding.ASCII);
        string line;
        while ((line = lines.ReadLine()) != null)
            Take(line);
    }
}
