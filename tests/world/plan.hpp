/// The events of a simulated network of nodes: all of them follow from a seed, and a list that can be made shorter.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace serinus::world {

enum class FaultKind : uint8_t {
    // From `at_ms` for `duration_ms`; none lasts longer than to the healing.
    kPowerLoss,     ///< stops at once, loses unsynced data, or a part of it; starts again at the end
    kKill,          ///< stops at once, keeps every commit; starts again at the end
    kStop,          ///< ends as it does on SIGTERM; then the power goes; starts again at the end
    kCrashAtWrite,  ///< loses its power at a commit, `parameter` / 2 commits later: before it, or (odd) after it
    kDiskFull,      ///< commits fail
    kDiskErrors,    ///< reads and commits fail, now and then
    kSlowDisk,      ///< commits take long
    kPartition,     ///< the nodes whose bit is set in `parameter` reach none of the others
    kOneWayCut,     ///< the node receives, and no message of it arrives
    kLoss,          ///< messages get lost: `parameter` of a thousand
    kDuplication,   ///< messages come twice, or more often
    kDelay,         ///< messages take up to `parameter` ms, and those of other connections overtake them
    kLostVotes,     ///< messages of voters get lost, all of them: blocks come, and nothing becomes final
    // From the start to the end.
    kClockSkew,   ///< the node's clock is `parameter` - kRightClock ms off; with a duration only so long
    kObserver,    ///< the node has no keys
    kRotateKeys,  ///< the node takes new session keys at `at_ms`
    // Nodes that do not keep to the protocol, from the start to the end: less than a third of the validators.
    kTwin,               ///< a second node has the same keys: two blocks for a slot, two votes in a round
    kBadBlocks,          ///< signs blocks that are wrong
    kBadJustifications,  ///< sends proofs of finality that prove nothing with blocks
    kWithholdsBodies,    ///< announces blocks and never sends them
    kWrongBodies,        ///< sends the blocks of others with another body
    kBabbles,            ///< votes for anything, and sends bytes that are no messages
    kFloods,             ///< sends many transactions, good and bad ones
};
inline constexpr FaultKind kLastFault = FaultKind::kFloods;
/// The parameter of a clock that is not off.
inline constexpr uint64_t kRightClock = 20'000;
inline constexpr size_t kFaultKinds = static_cast<size_t>(kLastFault) + 1;
const char* to_string(FaultKind kind) noexcept;
/// How often each kind of fault did something: stopped a node, failed a write, lost a message.
using FaultCounts = std::array<uint64_t, kFaultKinds>;
/// Whether a node with this fault breaks the protocol: nothing is promised about its signatures.
bool is_dishonest(FaultKind kind) noexcept;

struct Fault {
    FaultKind kind = FaultKind::kPowerLoss;
    size_t node = 0;
    uint64_t at_ms = 0;
    uint64_t duration_ms = 0;
    uint64_t parameter = 0;

    uint64_t end_ms() const noexcept { return at_ms + duration_ms; }
    std::string to_string() const;
};

/// Healing: faults of the network, the disks and the machines are over; dishonest nodes continue.
inline constexpr uint64_t kHealAfterMs = 90'000;
/// Within so long after the healing all heads are equal once, and the best block of then is below a final one.
inline constexpr uint64_t kRecoveryMs = 60'000;

struct Plan {
    uint64_t seed = 1;
    size_t nodes = 4;  ///< without twins
    uint64_t heal_ms = kHealAfterMs;
    uint64_t until_ms = kHealAfterMs + kRecoveryMs;
    std::vector<Fault> faults = {};  ///< by time

    std::vector<size_t> kept = {};  ///< which faults of the seed's plan these are, if not all

    /// "--seed 7 --nodes 4 --until 150000 --faults 0,3".
    std::string arguments() const;
};

/// The plan of a seed; `nodes` (1 to 8), if given, in the place of the seed's number. Each kFaultKinds consecutive
/// seeds have faults of all kinds.
Plan make_plan(uint64_t seed, std::optional<size_t> nodes = {});
/// The plan with some of its faults.
Plan with_faults(const Plan& plan, const std::vector<size_t>& kept);

}  // namespace serinus::world
