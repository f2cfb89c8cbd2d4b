// day [--seed S] [--nodes N] [--minutes M] [--faults]: a day of virtual time of 50 nodes with faults and liars. Ends
// with 1 if something that must hold did not.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "platform/log.hpp"
#include "tests/day/day.hpp"

int main(int argc, char** argv) {
    serinus::day::DayOptions options;
    std::string log = "off";
    for (int i = 1; i < argc; ++i) {
        const auto number = [&]() -> uint64_t { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0; };
        if (std::strcmp(argv[i], "--seed") == 0) {
            options.seed = number();
        } else if (std::strcmp(argv[i], "--nodes") == 0) {
            options.nodes = number();
        } else if (std::strcmp(argv[i], "--minutes") == 0) {
            options.minutes = number();
        } else if (std::strcmp(argv[i], "--faults") == 0) {
            options.shows_faults = true;
        } else {
            std::fprintf(stderr, "usage: day [--seed S] [--nodes N] [--minutes M] [--faults]\n");
            return 2;
        }
    }
    (void)serinus::log::set_filter("off");
    options.log = [](const std::string& line) {
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
    };
    const auto report = serinus::day::run(options);
    std::printf(
        "%llu blocks, final #%llu; %llu crashes, %llu partitions, %llu cuts, %llu storms, %llu lies in bytes; "
        "%llu events, trace %llu\n",
        static_cast<unsigned long long>(report.blocks), static_cast<unsigned long long>(report.final_number),
        static_cast<unsigned long long>(report.crashes), static_cast<unsigned long long>(report.partitions),
        static_cast<unsigned long long>(report.cuts), static_cast<unsigned long long>(report.storms),
        static_cast<unsigned long long>(report.lies), static_cast<unsigned long long>(report.events),
        static_cast<unsigned long long>(report.trace_hash));
    for (const auto& violation : report.violations) std::printf("violated: %s\n", violation.c_str());
    if (!report.violations.empty())
        std::printf("replay: day --seed %llu --nodes %zu --faults\n", static_cast<unsigned long long>(options.seed),
                    options.nodes);
    return report.violations.empty() ? 0 : 1;
}
