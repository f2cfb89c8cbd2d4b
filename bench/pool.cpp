// What the pool adds to a transaction's way, beside what cannot be avoided: its hash and one sr25519 verification.
// `ratio` is that of the medians (pool / hash and verification).
#include <benchmark/benchmark.h>

#include <chrono>

#include "crypto/sr25519.hpp"
#include "platform/random.hpp"
#include "pool/tracker.hpp"

namespace serinus::pool {
namespace {

constexpr size_t kReady = 8192;
constexpr size_t kExtrinsicBytes = 140;

double microseconds_of(auto&& function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// As account and nonce of a signed transaction: 32 and 4 bytes.
Tag tag(uint64_t account, uint32_t nonce) {
    Tag out(36, 0xd4);
    store_le(out.data(), account * 0x9e3779b97f4a7c15);
    store_le(out.data() + 32, nonce);
    return out;
}

Transaction transfer(uint64_t account, uint32_t nonce, uint64_t priority) {
    primitives::Extrinsic extrinsic(kExtrinsicBytes, 1);
    store_le(extrinsic.data(), account);
    store_le(extrinsic.data() + 8, nonce);
    ValidTransaction validity{.priority = priority, .provides_tags = {tag(account, nonce)}, .longevity = 64};
    if (nonce > 0) validity.requires_tags = {tag(account, nonce - 1)};
    const Hash256 hash = hash_of(extrinsic);
    return Transaction::of(hash, std::make_shared<const primitives::Extrinsic>(std::move(extrinsic)),
                           TransactionSource::kExternal, std::move(validity), 1);
}

/// `chain`: transactions of each account. Gives the number of accounts.
uint64_t fill(TransactionTracker& core, uint32_t chain) {
    Events events;
    uint64_t accounts = 0;
    for (; accounts < kReady / chain; ++accounts) {
        for (uint32_t nonce = 0; nonce < chain; ++nonce) {
            SERINUS_ASSERT(core.insert(transfer(accounts, nonce, 1 + accounts % 100), 0, events));
        }
        events.clear();
    }
    return accounts;
}

/// An insertion into a full pool, with the eviction of the least.
void insert_into_full(benchmark::State& state) {
    TransactionTracker core{PoolOptions{}};
    uint64_t accounts = fill(core, static_cast<uint32_t>(state.range(0)));
    const auto key = crypto::sr25519::expand(crypto::sr25519::MiniSecret(platform::random_array<32>()));
    const primitives::Extrinsic extrinsic(kExtrinsicBytes, 7);
    const auto signature = crypto::sr25519::sign(key, extrinsic, {});
    std::vector<double> ours, needed;
    Events events;
    for (auto _ : state) {
        Transaction next = transfer(accounts++, 0, 1000);
        ours.push_back(microseconds_of([&] { benchmark::DoNotOptimize(core.insert(std::move(next), 0, events)); }));
        needed.push_back(microseconds_of([&] {
            benchmark::DoNotOptimize(hash_of(extrinsic));
            benchmark::DoNotOptimize(crypto::sr25519::verify(signature, extrinsic, key.public_key));
        }));
        state.SetIterationTime(ours.back() * 1e-6);
        events.clear();
    }
    const double ours_us = median(ours), needed_us = median(needed);
    state.counters["us"] = ours_us;
    state.counters["hash_and_verify_us"] = needed_us;
    state.counters["ratio"] = ours_us / needed_us;
    state.counters["bytes_each"] = static_cast<double>(core.memory_bytes()) / kReady;
}
BENCHMARK(insert_into_full)->Arg(1)->Arg(16)->UseManualTime()->Iterations(4000);

/// The list that a proposer gets.
void list_ready(benchmark::State& state) {
    TransactionTracker core{PoolOptions{}};
    fill(core, static_cast<uint32_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(core.graph().ready());
    state.counters["us_each"] =
        benchmark::Counter(1e-6 * kReady, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(list_ready)->Arg(1)->Arg(16);

/// A block of a thousand of them.
void enact_block(benchmark::State& state) {
    for (auto _ : state) {
        state.PauseTiming();
        TransactionTracker core{PoolOptions{}};
        fill(core, static_cast<uint32_t>(state.range(0)));
        EnactedBlock block{.id = {{}, 2}, .extrinsics = {}, .foreign_tags = {}};
        for (const auto& one : core.graph().ready()) {
            if (block.extrinsics.size() < 1000) block.extrinsics.push_back(one->hash);
        }
        Events events;
        state.ResumeTiming();
        core.enact(block, 0, events);
        core.settle(2, 0, events);
    }
    state.counters["us_each"] =
        benchmark::Counter(1e-6 * 1000, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(enact_block)->Arg(1)->Arg(16)->Iterations(20);

}  // namespace
}  // namespace serinus::pool
