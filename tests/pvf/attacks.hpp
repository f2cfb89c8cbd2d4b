/// The attacks of a process that has taken over a job.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "platform/job_server.hpp"

namespace serinus::test {

enum class Attack : uint8_t {
    kReadFile,
    kWriteFile,
    kListRoot,
    kSocket,
    kSocketOfUnix,
    kConnect,
    kTraceParent,
    kReadParentsMemory,
    kKillParent,
    kKillAll,
    kIoUring,
    kExecuteMemory,
    kExecuteFile,
    kFork,
    kThread,
    kMakeCodeWritable,
    kMapCode,
    kUserNamespace,
    kMount,
    kClock,
    kRandomness,
    kKeyring,
    kBpf,
    kPerformanceEvents,
    kUserFaults,
    kWriteToError,
    kPipe,
    kReadOwnMaps,
    kRaiseLimits,
    kDropFilter,
};
inline constexpr size_t kAttacks = static_cast<size_t>(Attack::kDropFilter) + 1;
const char* to_string(Attack attack) noexcept;

/// Exit statuses: whether the attack got what it wanted.
inline constexpr int kGotNowhere = 0;
inline constexpr int kSucceeded = 42;

/// The message is the number of an attack. This one is at the moment at which foreign code runs.
int attack_from_computation(BytesView message, std::span<platform::Descriptor> files);
/// This one without the narrowest list of calls.
int attack_without_filter(BytesView message, std::span<platform::Descriptor> files);

}  // namespace serinus::test
