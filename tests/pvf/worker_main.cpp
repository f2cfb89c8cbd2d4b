// A worker as tests need it: the real one, one without a part of its cage, or one whose jobs have been taken over by an
// attacker and do what code of a shell would (attacks.hpp).
#include <string_view>

#include "platform/job_process.hpp"
#include "pvf/worker.hpp"
#include "tests/pvf/attacks.hpp"

int main(int argc, char** argv) {
    using namespace serinus;
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "worker") return pvf::run_worker(false);
    if (mode == "without-cage") {
        return pvf::run_worker_in({.namespaces = false, .landlock = false, .privileges = false, .calls = false});
    }
    if (mode == "without-namespaces") return pvf::run_worker_in({.namespaces = false});
    auto channel = platform::inherited_job_channel();
    if (!channel) return 1;
    const auto nothing = [] {};
    if (mode == "attack") return platform::serve_jobs(std::move(*channel), {}, nothing, test::attack_from_computation);
    if (mode == "attack-before-filter")
        return platform::serve_jobs(std::move(*channel), {}, nothing, test::attack_without_filter);
    if (mode == "attack-namespaces") {
        return platform::serve_jobs(std::move(*channel), {.landlock = false, .calls = false}, nothing,
                                    test::attack_without_filter);
    }
    if (mode == "attack-landlock") {
        return platform::serve_jobs(std::move(*channel), {.namespaces = false, .calls = false}, nothing,
                                    test::attack_without_filter);
    }
    return 2;
}
