/// Workers for tests, and a look at what they leave behind.
#pragma once

#include <string>
#include <vector>

#include "platform/cage.hpp"
#include "pvf/workers.hpp"

namespace serinus::test {

/// The test worker in one of its modes: worker_main.cpp.
inline pvf::WorkersOptions worker_in_mode(const std::string& mode) {
    return {.command = {SERINUS_PVF_TEST_WORKER, mode}, .start_timeout_ms = 20'000};
}

/// Whether this machine lets us build the whole cage; otherwise the tests that need it skip.
inline bool has_whole_cage() {
    static const bool kHas = [] {
        for (const platform::CageCheck& check : platform::check_cage()) {
            if (!check.works) return false;
        }
        return true;
    }();
    return kHas;
}
inline constexpr const char* kNoCage =
    "this machine does not give the namespaces, landlock or seccomp that a worker needs";

/// Processes that run the test worker, by id.
std::vector<int> worker_processes();

}  // namespace serinus::test
