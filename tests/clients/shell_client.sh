#!/bin/sh
# A client that is a shell:  shell_client.sh PORT [LINE] [LINES]
#
# Sends one MP/1 line (">01 HELLO": the CRC is added; with a "*" it goes as it stands), from stdin if
# none is given, and prints as many lines as asked for (1) as they come back. It waits for ever.

crc() { # CRC-16/CCITT-FALSE of $1
    rest=$1 sum=65535
    while [ -n "$rest" ]; do
        character=${rest%"${rest#?}"} rest=${rest#?}
        sum=$((sum ^ ($(printf '%d' "'$character") << 8)))
        for _ in 1 2 3 4 5 6 7 8; do
            sum=$(((sum << 1 ^ (sum >> 15) * 0x1021) & 0xFFFF))
        done
    done
    printf '%04X' "$sum"
}

line=$2
[ -n "$line" ] || read -r line
case $line in
*\**) ;;
*) line="$line*$(crc "$line")" ;;
esac

exec 3<>"$1" || exit 2
printf '%s\n' "$line" >&3
left=${3:-1}
while [ "$left" -gt 0 ] && read -r reply <&3; do
    printf '%s\n' "$reply"
    left=$((left - 1))
done
[ "$left" -eq 0 ]
