// serinus benchmark machine

#include "base/format.hpp"
#include "chain/spec/json_writer.hpp"
#include "cli/benchmark.hpp"
#include "cli/chain_options.hpp"
#include "cli/machine_score.hpp"
#include "cli/table.hpp"
#include "platform/files.hpp"

namespace serinus::cli {
namespace {

struct MachineOptions {
    ChainOptions chain;
    double hash_seconds = 5;
    double verify_seconds = 5;
    double memory_seconds = 5;
    double disk_seconds = 5;
    double tolerance = 10;
    bool allow_fail = false;
    bool json = false;
};

bool write_json(const std::vector<MachineScore>& scores) {
    chain::JsonWriter out(print);
    out.begin_array();
    for (const MachineScore& score : scores) {
        out.begin_object();
        out.key("category");
        out.string(score.metric.category);
        out.key("function");
        out.string(score.metric.function);
        out.key("bytesPerSecond");
        out.number(static_cast<uint64_t>(score.bytes_per_second));
        out.key("minimumBytesPerSecond");
        out.number(static_cast<uint64_t>(score.minimum_bytes_per_second()));
        out.end_object();
    }
    out.end_array();
    return out.finish() && print("\n");
}

bool write_table(const std::vector<MachineScore>& scores, double tolerance, size_t failed) {
    std::vector<std::vector<std::string>> rows;
    for (const MachineScore& score : scores) {
        const bool passes = score.percent() + tolerance >= 100;
        rows.push_back({score.metric.category, score.metric.function, format_rate(score.bytes_per_second),
                        format_rate(score.minimum_bytes_per_second()),
                        format_text("{} ({:5.1f} %)", passes ? "Pass" : "Fail", score.percent())});
    }
    std::string out = format_table({"Category", "Function", "Score", "Minimum", "Result"}, rows);
    append_text(out, "From {} benchmarks in total, {} passed and {} failed ({:.0f}% fault tolerance).\n", scores.size(),
                scores.size() - failed, failed, tolerance);
    return print(out);
}

int run(const MachineOptions& options) {
    const std::string folder = options.chain.base_path_or_default();
    if (const auto created = platform::create_directories(folder); !created)
        return report_error(created.error().message);
    const auto measured = measure_machine(folder, {.hash_seconds = options.hash_seconds,
                                                   .verify_seconds = options.verify_seconds,
                                                   .memory_seconds = options.memory_seconds,
                                                   .disk_seconds = options.disk_seconds});
    if (!measured) return report_error(measured.error());
    const std::vector<MachineScore>& scores = *measured;

    size_t failed = 0;
    for (const MachineScore& score : scores) failed += score.percent() + options.tolerance < 100 ? 1 : 0;
    if (!(options.json ? write_json(scores) : write_table(scores, options.tolerance, failed))) {
        return report_error("cannot write to the standard output");
    }
    if (failed == 0 || options.allow_fail) return 0;
    return report_error("this machine does not reach the reference hardware; --allow-fail makes this no failure");
}

}  // namespace

void add_benchmark_machine(Arguments benchmark, Command& chosen) {
    auto options = std::make_shared<MachineOptions>();
    const Arguments command = benchmark.add_subcommand(
        "machine", "Measure processor, memory and disk beside the reference hardware of validators");
    add_chain_options(command, options->chain);
    const auto seconds = [&](const char* name, double& value, const char* what) {
        command.add_option(name, value, what).type_name("SECONDS").positive().show_default();
    };
    seconds("--hash-duration", options->hash_seconds, "How long to hash, each alone and in parallel");
    seconds("--verify-duration", options->verify_seconds, "How long to verify signatures");
    seconds("--memory-duration", options->memory_seconds, "How long to copy memory");
    seconds("--disk-duration", options->disk_seconds, "How long to write to the disk, each in order and at random");
    command.add_option("--tolerance", options->tolerance, "By how much a score may be below its minimum")
        .type_name("PERCENT")
        .between(0, 100)
        .show_default();
    command.add_flag("--allow-fail", options->allow_fail, "Exit with 0 even if the machine is too slow");
    command.add_flag("--json", options->json, "Print JSON instead of a table");
    command.footer(R"(The disk is that of --base-path; 64 MiB are written there again and again, and removed.
The exit code is 1 if a score is below its minimum by more than the tolerance.)");
    command.callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace serinus::cli
