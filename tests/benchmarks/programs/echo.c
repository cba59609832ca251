/* Answers every line on a PTY with the same canned reply: as little as a program can do. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

int main(int argc, char **argv) {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (argc != 2 || master < 0 || grantpt(master) || unlockpt(master)) return 1;
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY); /* held open: no hang-up between clients */
    struct termios raw;
    tcgetattr(slave, &raw);
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw);

    char reply[1024], heard[4096];
    int size = snprintf(reply, sizeof reply, "%s\n", argv[1]);
    printf("%s\n", ptsname(master));
    fflush(stdout);
    for (;;) {
        ssize_t count = read(master, heard, sizeof heard);
        if (count <= 0) return 0;
        if (heard[count - 1] == '\n' && write(master, reply, size) != size) return 1;
    }
}
