#include "services/parachain/validation/cage_check.hpp"

#include <array>

#include "platform/child_process.hpp"
#include "platform/memory_file.hpp"

namespace serinus::services::paras {
namespace {

/// Ours: it takes a few hundred milliseconds.
constexpr uint64_t kSelfTestMs = 10'000;
constexpr int kMostWaits = 3;  ///< a signal ends one
constexpr size_t kMostTestBytes = size_t{1} << 16;

}  // namespace

Result<void, std::string> check_cage_of_worker(std::vector<std::string> command) {
    ENSURE(!command.empty(), "this node does not know the program of its workers");
    std::erase(command, kInsecureWorker);
    command.emplace_back("--self-test");
    TRY_ASSIGN(const auto text, platform::MemoryFile::create("cage-check"));
    // The cage is tried in processes of one thread, which this one is not.
    TRY_ASSIGN(auto program,
               platform::ChildProcess::start(command, "/proc/self/fd/" + std::to_string(text.descriptor())));
    auto status = program.exit_status();
    const std::array ends = {program.descriptor()};
    for (int waits = 0; !status && waits < kMostWaits; ++waits) {
        platform::wait_for_input(ends, kSelfTestMs);
        status = program.exit_status();
    }
    if (status && status->is_success()) return {};
    const auto said = text.read(kMostTestBytes);
    std::string out = status ? "the self-test of workers ended with " + status->to_string()
                             : std::string("the self-test of workers does not end");
    if (said && !said->empty()) out += ":\n" + std::string(said->begin(), said->end());
    return Err(std::move(out));
}

}  // namespace serinus::services::paras
