/* The smallest honest client loop: poll, show alarms, acknowledge when the operator does. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static int port;

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

static void request(const char *text, const char *more)
{
    static unsigned char number;
    char body[200], line[210];
    snprintf(body, sizeof body, ">%02X %s%s", ++number, text, more);
    int length = snprintf(line, sizeof line, "%s*%04X\n", body, crc(body));
    if (write(port, line, (size_t)length) != length)
        exit(1);
}

static void operate(char *order)
{
    char *of = strstr(order, "\"of\": \"");
    if (strstr(order, "\"do\": \"acknowledge\"") && of) {
        of += strlen("\"of\": \"");
        of[strcspn(of, "\"")] = 0;
        request("ACK alarm=", of);
    }
}

static void take(char *line)
{
    char *star = strrchr(line, '*'), alarm[60], event[20];
    if (!star)
        return;
    *star = 0;
    if (strtoul(star + 1, NULL, 16) != crc(line)) /* damaged on the way */
        return;
    if (sscanf(line, "!%19s ALARM code=%59s", event, alarm) == 2) {
        request("EVACK n=", event);
        if (strstr(line, " state=active ")) {
            printf("ALARM %s\n", alarm);
            fflush(stdout);
        }
    }
}

/* Read what is there, and hand over each whole line. Return 0 at the end. */
static int feed(int from, char *held, size_t size, void (*to)(char *))
{
    size_t have = strlen(held);
    ssize_t came = read(from, held + have, size - have - 1);
    if (came <= 0)
        return 0;
    held[have + (size_t)came] = 0;
    for (char *end; (end = strchr(held, '\n')); memmove(held, end + 1, strlen(end + 1) + 1)) {
        *end = 0;
        to(held);
    }
    if (strlen(held) == size - 1)
        *held = 0; /* no line is as long as that */
    return 1;
}

static long long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

int main(int count, char **words)
{
    static char heard[4096], ordered[4096];
    struct termios settings;
    if (count != 2 || (port = open(words[1], O_RDWR | O_NOCTTY)) < 0 || tcgetattr(port, &settings))
        return 1;
    cfmakeraw(&settings);
    cfsetspeed(&settings, B19200);
    settings.c_cflag |= CLOCAL | CREAD;
    tcsetattr(port, TCSANOW, &settings);
    struct pollfd from[] = {{port, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    for (long long next = milliseconds();;) {
        if (milliseconds() >= next) {
            next += 500;
            request("STATUS?", "");
        }
        poll(from, 2, 50);
        if (from[0].revents && !feed(port, heard, sizeof heard, take))
            return 0;
        if (from[1].revents && !feed(STDIN_FILENO, ordered, sizeof ordered, operate))
            from[1].fd = -1;
    }
}
