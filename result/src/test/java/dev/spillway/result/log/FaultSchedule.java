package dev.spillway.result.log;

import dev.spillway.wire.Reason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which faults fire when, from a seed. */
final class FaultSchedule {
    private static final double[] RATES = {0, 0.01, 0.04, 0.15};

    private final Random random;
    private final Set<ScheduledFault> possible = EnumSet.noneOf(ScheduledFault.class);
    private final Map<ScheduledFault, Integer> fired = new EnumMap<>(ScheduledFault.class);
    private final double rate;

    FaultSchedule(Random random) {
        this.random = random;
        this.rate = RATES[random.nextInt(RATES.length)];
        for (ScheduledFault each : ScheduledFault.values()) {
            if (random.nextInt(4) == 0) {
                possible.add(each);
            }
        }
    }

    /** Whether it happens now. */
    boolean fires(ScheduledFault fault) {
        boolean fires = possible.contains(fault) && random.nextDouble() < rate * weight(fault);
        if (fires) {
            fired.merge(fault, 1, Integer::sum);
        }
        return fires;
    }

    /** What ends a result for good is rare. */
    private static double weight(ScheduledFault fault) {
        return switch (fault) {
            case ORIGIN_KILLED, OUTAGE, DISK_FAILED, DISK_FULL, DISK_ROTS -> 0.2;
            case SOURCE_FAILED -> 3;
            default -> 1;
        };
    }

    /** What goes wrong with a call to the disk. */
    MemoryDisk.@Nullable Failure onDisk(MemoryDisk disk, MemoryDisk.Call call) {
        if (fires(ScheduledFault.ORIGIN_KILLED)) {
            return MemoryDisk.Failure.death(random.nextDouble());
        }
        boolean writes = call == MemoryDisk.Call.WRITE || call == MemoryDisk.Call.CREATE;
        if (writes && fires(ScheduledFault.DISK_FULL)) {
            return MemoryDisk.Failure.io("no space left on device", random.nextDouble());
        }
        if (fires(ScheduledFault.DISK_FAILED)) {
            return MemoryDisk.Failure.io("input/output error", random.nextDouble());
        }
        if (fires(ScheduledFault.DISK_ROTS) && !disk.all().isEmpty()) {
            disk.rot(disk.all().get(random.nextInt(disk.all().size())), random.nextLong());
        }
        return null;
    }

    boolean excuses(Reason reason) {
        return fired.keySet().stream().anyMatch(each -> each.excuses(reason));
    }

    Map<ScheduledFault, Integer> fired() {
        return fired;
    }
}
