// world [--seed S | --seeds FIRST-LAST] [--nodes N] [--until MS] [--faults 0,3|none] [--shrink] [--events] [--log
// FILTER] Runs simulated networks of whole nodes. A seed that fails is made smaller, and the command that replays it is
// printed. With --all-faults the run fails if a kind of fault did nothing in all of the seeds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "platform/log.hpp"
#include "tests/world/shrink.hpp"

namespace {

using namespace serinus::world;

struct Arguments {
    uint64_t first = 1, last = 1;
    std::optional<size_t> nodes;
    std::optional<uint64_t> until_ms;
    std::optional<std::vector<size_t>> faults;
    bool shrinks = false;
    bool shows_events = false;
    bool shows_plan = false;
    bool demands_all_faults = false;
    std::string log = "off";
    WorldOptions options;
};

[[noreturn]] void usage(const char* what) {
    std::fprintf(stderr,
                 "world: %s\nusage: world [--seed S | --seeds FIRST-LAST] [--nodes N] [--until MS] [--faults 0,3|none] "
                 "[--bug N] [--shrink] [--all-faults] [--wire] [--plan] [--events] [--log FILTER]\n",
                 what);
    std::exit(2);
}

std::vector<size_t> list_of(const char* text) {
    std::vector<size_t> out;
    if (std::strcmp(text, "none") == 0) return out;
    for (char* at = const_cast<char*>(text);; ++at) {
        out.push_back(std::strtoull(at, &at, 10));
        if (*at != ',') return out;
    }
}

Arguments parse(int argc, char** argv) {
    Arguments out;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--shrink") {
            out.shrinks = true;
        } else if (name == "--wire") {
            out.options.is_wired = true;
        } else if (name == "--events") {
            out.shows_events = true;
        } else if (name == "--all-faults") {
            out.demands_all_faults = true;
        } else if (name == "--plan") {
            out.shows_plan = true;
        } else if (i + 1 == argc) {
            usage("an option lacks its value, or is not known");
        } else if (name == "--seed") {
            out.first = out.last = std::strtoull(argv[++i], nullptr, 10);
        } else if (name == "--seeds") {
            char* rest = argv[++i];
            out.first = std::strtoull(rest, &rest, 10);
            out.last = *rest == '-' ? std::strtoull(rest + 1, nullptr, 10) : out.first;
        } else if (name == "--nodes") {
            out.nodes = std::strtoull(argv[++i], nullptr, 10);
            if (*out.nodes < 1 || *out.nodes > 8) usage("a network has 1 to 8 nodes");
        } else if (name == "--until") {
            out.until_ms = std::strtoull(argv[++i], nullptr, 10);
        } else if (name == "--faults") {
            out.faults = list_of(argv[++i]);
        } else if (name == "--bug") {
            out.options.bug = static_cast<Bug>(std::strtoull(argv[++i], nullptr, 10));
        } else if (name == "--log") {
            out.log = argv[++i];
        } else {
            usage("an option is not known");
        }
    }
    return out;
}

void print(const char* format, const std::string& text) {
    std::printf(format, text.c_str());
    std::fflush(stdout);
}

/// False: it fails.
bool run(const Arguments& arguments, uint64_t seed, FaultCounts& reached) {
    Plan plan = make_plan(seed, arguments.nodes);
    if (arguments.until_ms) plan.until_ms = *arguments.until_ms;
    if (arguments.faults) plan = with_faults(plan, *arguments.faults);
    if (arguments.shows_plan) {
        for (size_t i = 0; i < plan.faults.size(); ++i) {
            print("  fault %s\n",
                  std::to_string(plan.kept.empty() ? i : plan.kept[i]) + ": " + plan.faults[i].to_string());
        }
    }
    WorldOptions options = arguments.options;
    if (arguments.shows_events) options.log = [](const std::string& line) { print("%s\n", line); };
    const auto begin = std::chrono::steady_clock::now();
    Report report = run_world(plan, options);
    for (size_t i = 0; i < reached.size(); ++i) reached[i] += report.reached[i];
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    const auto nodes = std::to_string(plan.nodes) + " nodes, " + std::to_string(plan.faults.size()) + " faults, " +
                       std::to_string(static_cast<int>(took.count())) + " ms: ";
    print("%s\n", "seed " + std::to_string(seed) + ": " + nodes + report.to_string());
    if (report.violations.empty()) return true;
    const std::string wire = arguments.options.is_wired ? " --wire" : "";
    print("replay: world %s --plan --events\n", plan.arguments() + wire);
    if (!arguments.shrinks) return false;
    const Shrunk shrunk = shrink(plan, report, options);
    print("shrunk in %s runs\n", std::to_string(shrunk.runs));
    for (const Fault& fault : shrunk.plan.faults) print("  %s\n", fault.to_string());
    print("%s\n", shrunk.report.to_string());
    print("replay: world %s --plan --events\n", shrunk.plan.arguments() + wire);
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments = parse(argc, argv);
    (void)serinus::log::set_filter(arguments.log);
    uint64_t failed = 0;
    FaultCounts reached = {};
    for (uint64_t seed = arguments.first; seed <= arguments.last; ++seed) {
        if (!run(arguments, seed, reached)) ++failed;
    }
    if (arguments.last > arguments.first) {
        print("%s\n",
              std::to_string(failed) + " of " + std::to_string(arguments.last - arguments.first + 1) + " seeds fail");
    }
    print("faults: %s\n", to_string(reached));
    const bool lacks_one = std::ranges::find(reached, uint64_t{0}) != reached.end();
    if (arguments.demands_all_faults && lacks_one) {
        print("%s\n", "a kind of fault did nothing in all of these seeds");
        return 1;
    }
    return failed == 0 ? 0 : 1;
}
