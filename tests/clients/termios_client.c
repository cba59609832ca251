/* A client that is a C program:  termios_client PORT LINE LINES [modem]
 *
 * Sends one MP/1 line (">01 HELLO": the CRC is added) at 19200 8N1 and prints as many lines as asked
 * for as they come back. With `modem` it reads the modem lines first, and says what came of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static unsigned crc(const char *text)
{
    unsigned sum = 0xFFFF;
    for (; *text; text++) {
        sum ^= (unsigned)(unsigned char)*text << 8;
        for (int bit = 0; bit < 8; bit++)
            sum = (sum << 1 ^ (sum & 0x8000 ? 0x1021 : 0)) & 0xFFFF;
    }
    return sum;
}

static int failed(const char *what)
{
    printf("failed: %s: %s\n", what, strerror(errno));
    return 1;
}

int main(int count, char **words)
{
    if (count < 4)
        return 2;
    int port = open(words[1], O_RDWR | O_NOCTTY);
    if (port < 0)
        return failed("open");
    struct termios settings;
    if (tcgetattr(port, &settings) < 0)
        return failed("tcgetattr");
    cfmakeraw(&settings);
    cfsetspeed(&settings, B19200);
    settings.c_cflag |= CLOCAL | CREAD;
    if (tcsetattr(port, TCSAFLUSH, &settings) < 0)
        return failed("tcsetattr");
    if (count > 4) {
        int lines;
        if (ioctl(port, TIOCMGET, &lines) < 0)
            printf("get: %s\n", strerror(errno));
        else
            printf("get: cts=%d\n", (lines & TIOCM_CTS) != 0);
    }
    char line[600];
    int length = snprintf(line, sizeof line, "%s*%04X\n", words[2], crc(words[2]));
    if (write(port, line, (size_t)length) != length)
        return failed("write");
    for (int left = atoi(words[3]); left > 0;) {
        char byte;
        if (read(port, &byte, 1) != 1)
            return failed("read");
        putchar(byte);
        left -= byte == '\n';
    }
    return close(port) < 0 ? failed("close") : 0;
}
