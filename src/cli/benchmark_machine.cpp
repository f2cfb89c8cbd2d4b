// serinus benchmark machine

#include "base/format.hpp"
#include "chain/spec/json_writer.hpp"
#include "cli/benchmark.hpp"
#include "cli/chain_options.hpp"
#include "cli/table.hpp"
#include "crypto/sr25519.hpp"
#include "hashing/hashing.hpp"
#include "platform/disk_speed.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"
#include "platform/random.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::cli {
namespace {

constexpr double kMiB = 1 << 20;

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

/// What a validator of Polkadot or Kusama should reach, in MiB/s.
/// Observed: reference_hardware.json of the Polkadot SDK's benchmarking-cli.
struct Metric {
    const char* category;
    const char* function;
    double minimum;
};
constexpr Metric kBlake2{"CPU", "BLAKE2-256", 1000};
constexpr Metric kBlake2Parallel{"CPU", "BLAKE2-256-Parallel-8", 1000};
constexpr Metric kSr25519{"CPU", "SR25519-Verify", 0.622675781};
constexpr Metric kMemory{"Memory", "Copy", 11768.341};
constexpr Metric kSequential{"Disk", "Seq Write", 950};
constexpr Metric kRandom{"Disk", "Rnd Write", 420};

struct Score {
    Metric metric;
    double bytes_per_second;

    double percent() const noexcept { return 100 * bytes_per_second / (metric.minimum * kMiB); }
};

/// The rate of `round` in bytes per second; a round handles `bytes_a_round`.
template <class Round>
double rate_of(double seconds, size_t bytes_a_round, Round round) {
    const uint64_t start = platform::monotonic_ns();
    uint64_t elapsed = 0;
    double bytes = 0;
    do {
        round();
        bytes += static_cast<double>(bytes_a_round);
        elapsed = platform::monotonic_ns() - start;
    } while (static_cast<double>(elapsed) < seconds * 1e9);
    return bytes * 1e9 / static_cast<double>(std::max<uint64_t>(elapsed, 1));
}

double hash_rate(double seconds) {
    Bytes input(size_t{32} << 10);  // as the reference takes
    platform::fill_random(input);
    return rate_of(seconds, input.size(), [&] {
        const Hash256 hash = hashing::blake2b_256(input);
        input[0] = hash[0];  // so that no round can be left out
    });
}

/// The rate of each of eight threads, which the reference prints.
double parallel_hash_rate(double seconds) {
    constexpr size_t kThreads = 8;
    std::vector<double> rates(kThreads);
    const auto scheduler = platform::make_threaded_scheduler(
        std::make_shared<platform::ThreadPools>(platform::ThreadCounts{.cpu = kThreads}));
    scheduler->run_parallel(kThreads, kThreads, [&](size_t, size_t i) { rates[i] = hash_rate(seconds); });
    double sum = 0;
    for (const double rate : rates) sum += rate;
    return sum / kThreads;
}

double verify_rate(double seconds) {
    crypto::sr25519::MiniSecret secret;
    platform::fill_random(secret.reveal_mutable());
    const auto key = crypto::sr25519::expand(secret);
    const auto message = platform::random_array<32>();
    const auto signature = crypto::sr25519::sign(key, message, {});
    constexpr size_t kBatch = 64;
    return rate_of(seconds, kBatch * message.size(), [&] {
        for (size_t i = 0; i < kBatch; ++i) {
            SERINUS_ASSERT(crypto::sr25519::verify(signature, message, key.public_key));
        }
    });
}

double copy_rate(double seconds) {
    constexpr size_t kSize = size_t{64} << 20;
    Bytes a(kSize, 1);
    Bytes b(kSize, 2);
    return rate_of(seconds, kSize, [&] {
        std::memcpy(b.data(), a.data(), kSize);
        a.swap(b);
        asm volatile("" : : "r"(a.data()) : "memory");
    });
}

bool write_json(const std::vector<Score>& scores) {
    chain::JsonWriter out(print);
    out.begin_array();
    for (const Score& score : scores) {
        out.begin_object();
        out.key("category");
        out.string(score.metric.category);
        out.key("function");
        out.string(score.metric.function);
        out.key("bytesPerSecond");
        out.number(static_cast<uint64_t>(score.bytes_per_second));
        out.key("minimumBytesPerSecond");
        out.number(static_cast<uint64_t>(score.metric.minimum * kMiB));
        out.end_object();
    }
    out.end_array();
    return out.finish() && print("\n");
}

bool write_table(const std::vector<Score>& scores, double tolerance, size_t failed) {
    std::vector<std::vector<std::string>> rows;
    for (const Score& score : scores) {
        const bool passes = score.percent() + tolerance >= 100;
        rows.push_back({score.metric.category, score.metric.function, format_rate(score.bytes_per_second),
                        format_rate(score.metric.minimum * kMiB),
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
    std::vector<Score> scores;
    scores.push_back({kBlake2, hash_rate(options.hash_seconds)});
    scores.push_back({kBlake2Parallel, parallel_hash_rate(options.hash_seconds)});
    scores.push_back({kSr25519, verify_rate(options.verify_seconds)});
    scores.push_back({kMemory, copy_rate(options.memory_seconds)});
    const auto disk = platform::measure_disk(folder, options.disk_seconds);
    if (!disk) return report_error(disk.error().message);
    scores.push_back({kSequential, disk->sequential_bytes_per_second});
    scores.push_back({kRandom, disk->random_bytes_per_second});

    size_t failed = 0;
    for (const Score& score : scores) failed += score.percent() + options.tolerance < 100 ? 1 : 0;
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
