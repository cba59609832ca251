# A client on Perl's Device::SerialPort:  perl serialport_client.pl PORT LINE LINES [modem]
#
# Sends one MP/1 line (">01 HELLO": the CRC is added) at 19200 8N1 and prints as many lines as asked
# for as they come back. With `modem` it drives DTR first, and says what came of it.
use strict;
use warnings;
use Device::SerialPort;

$| = 1;
$SIG{__WARN__} = sub { };    # it warns of every request that is refused

sub framed {
    my ($line) = @_;
    my $sum = 0xFFFF;
    for my $character (split //, $line) {
        $sum ^= ord($character) << 8;
        $sum = ($sum << 1 ^ ($sum & 0x8000 ? 0x1021 : 0)) & 0xFFFF for 1 .. 8;
    }
    return sprintf "%s*%04X\n", $line, $sum;
}

my ($path, $line, $lines, $modem) = @ARGV;
my $port = Device::SerialPort->new($path) or die "failed: $!\n";
$port->baudrate(19200);
$port->databits(8);
$port->parity("none");
$port->stopbits(1);
$port->read_const_time(20000);
$port->write_settings or die "failed: $!\n";
print "set: ", ($port->dtr_active(1) ? "done" : "refused"), "\n" if $modem;
$port->write(framed($line));
while ($lines > 0) {
    my ($count, $byte) = $port->read(1);
    die "failed: no answer\n" if not $count;
    print $byte;
    $lines-- if $byte eq "\n";
}
