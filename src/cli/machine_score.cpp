#include "cli/machine_score.hpp"

#include "crypto/sr25519.hpp"
#include "hashing/hashing.hpp"
#include "platform/disk_speed.hpp"
#include "platform/process.hpp"
#include "platform/random.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::cli {
namespace {

constexpr MachineMetric kBlake2{"CPU", "BLAKE2-256", 1000};
constexpr MachineMetric kBlake2Parallel{"CPU", "BLAKE2-256-Parallel-8", 1000};
constexpr MachineMetric kSr25519{"CPU", "SR25519-Verify", 0.622675781};
constexpr MachineMetric kMemory{"Memory", "Copy", 11768.341};
constexpr MachineMetric kSequential{"Disk", "Seq Write", 950};
constexpr MachineMetric kRandom{"Disk", "Rnd Write", 420};

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

}  // namespace

Result<std::vector<MachineScore>, std::string> measure_machine(const std::string& folder,
                                                               const MeasureSeconds& seconds) {
    std::vector<MachineScore> out;
    out.push_back({kBlake2, hash_rate(seconds.hash_seconds)});
    out.push_back({kBlake2Parallel, parallel_hash_rate(seconds.hash_seconds)});
    out.push_back({kSr25519, verify_rate(seconds.verify_seconds)});
    out.push_back({kMemory, copy_rate(seconds.memory_seconds)});
    const auto disk = platform::measure_disk(folder, seconds.disk_seconds);
    if (!disk) return Err(disk.error().message);
    out.push_back({kSequential, disk->sequential_bytes_per_second});
    out.push_back({kRandom, disk->random_bytes_per_second});
    return out;
}

}  // namespace serinus::cli
