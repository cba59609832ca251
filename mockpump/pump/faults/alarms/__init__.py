"""Faults of the alarms themselves."""

from mockpump.pump.faults.alarms.acknowledge_crossed import AcknowledgeCrossed
from mockpump.pump.faults.alarms.alarm_late import AlarmLate
from mockpump.pump.faults.alarms.alarm_missing import AlarmMissing
from mockpump.pump.faults.alarms.alarm_tone_failed import AlarmToneFailed
from mockpump.pump.faults.alarms.alarm_unsilenceable import AlarmUnsilenceable
from mockpump.pump.faults.alarms.false_alarm import FalseAlarm
from mockpump.pump.faults.base import PumpFault

FAULTS: tuple[type[PumpFault], ...] = (
    AlarmToneFailed,
    AlarmLate,
    AlarmMissing,
    FalseAlarm,
    AlarmUnsilenceable,
    AcknowledgeCrossed,
)
