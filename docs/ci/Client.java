// The smallest honest client loop: poll, show alarms, acknowledge when the operator does.
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Client {
    private static final Pattern ORDER =
            Pattern.compile("\"do\": \"acknowledge\", \"of\": \"(\\w+)\"");
    private final RandomAccessFile port;
    private int number;

    private Client(String name) throws IOException {
        port = new RandomAccessFile(name, "rw");
    }

    private static String framed(String body) {
        int sum = 0xFFFF;
        for (char character : body.toCharArray()) {
            sum ^= character << 8;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum << 1 ^ ((sum & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
            }
        }
        return String.format("%s*%04X", body, sum);
    }

    private synchronized void send(String request) {
        number = (number + 1) % 256;
        String line = framed(String.format(">%02X %s", number, request)) + "\n";
        try {
            port.write(line.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            System.exit(1);
        }
    }

    private void operate() {
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in))) {
            for (String order; (order = orders.readLine()) != null; ) {
                Matcher told = ORDER.matcher(order);
                if (told.find()) {
                    send("ACK alarm=" + told.group(1));
                }
            }
        } catch (IOException ended) {
            return;
        }
    }

    private void take(String line) {
        String body = line.substring(0, Math.max(0, line.lastIndexOf('*')));
        if (!line.equals(framed(body)) || !body.startsWith("!")) {
            return; // damaged on the way, or an answer
        }
        List<String> words = Arrays.asList(body.split(" "));
        send("EVACK n=" + words.get(0).substring(1));
        if (words.contains("state=active")) {
            System.out.println("ALARM " + words.get(2).replace("code=", ""));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Client client = new Client(arguments[0]);
        Thread operator = new Thread(client::operate);
        operator.setDaemon(true);
        operator.start();
        Executors.newScheduledThreadPool(1)
                .scheduleAtFixedRate(() -> client.send("STATUS?"), 0, 500, TimeUnit.MILLISECONDS);
        BufferedReader lines = new BufferedReader(new InputStreamReader(
                new FileInputStream(client.port.getFD()), StandardCharsets.ISO_8859_1));
        for (String line; (line = lines.readLine()) != null; ) {
            client.take(line);
        }
    }
}
