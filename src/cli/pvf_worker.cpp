// serinus pvf-worker
#include "cli/chain_options.hpp"
#include "cli/command.hpp"
#include "platform/job_process.hpp"
#include "pvf/worker.hpp"

namespace serinus::cli {
namespace {

struct PvfWorkerOptions {
    bool self_test = false;
    bool is_insecure = false;
};

constexpr const char* kPvfWorkerFooter =
    R"(A node starts it; in it the code of parachains is prepared and executed, which strangers have written. It has no files, no
network, no environment, no privileges, and calls of the system for memory alone.

The exit status of --self-test is 0 if foreign code is safe here, and 3 if it is not.

Example:
  serinus pvf-worker --self-test)";

int run_pvf_worker(const PvfWorkerOptions& options) {
    constexpr int kUnsafe = 3;
    if (options.self_test) {
        const auto checks = platform::check_cage();
        if (!print(pvf::self_test_text(checks))) return report_error("cannot write to the standard output");
        return platform::is_safe_cage(checks) ? 0 : kUnsafe;
    }
    if (!platform::has_inherited_job_channel())
        return report_usage_error("pvf-worker is started by a node; pvf-worker --self-test can be run by hand");
    return pvf::run_worker(options.is_insecure);
}

}  // namespace

void add_pvf_worker(Arguments app, Command& chosen) {
    auto options = std::make_shared<PvfWorkerOptions>();
    const Arguments command =
        app.add_subcommand("pvf-worker", "Prepare and execute code of parachains in a cage, for a node");
    command.add_flag("--self-test", options->self_test,
                     "say which parts of the cage work on this machine, and what to do about the others");
    command.add_flag("--insecure-validator-i-know-what-i-do", options->is_insecure, "go on where the cage is not safe");
    command.footer(kPvfWorkerFooter);
    command.callback([&chosen, options] { chosen = [options] { return run_pvf_worker(*options); }; });
}

}  // namespace serinus::cli
