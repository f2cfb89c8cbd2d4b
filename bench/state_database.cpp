// The state database with a million accounts and more: reads, roots, commits that are on the disk, finality, growth.
//
//   SERINUS_BENCH_KEYS=1000000   accounts      SERINUS_BENCH_DIR=.   where the database is put while it runs
//   SERINUS_BENCH_MEMORY=1       in memory instead
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "state/database.hpp"
#include "storage/store.hpp"

namespace {

using namespace serinus;

constexpr size_t kKeyBytes = 80;
constexpr size_t kValueBytes = 80;

size_t number_from(const char* name, size_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// The key of account `i`, as System.Account has it: two hashes of names, the hash of the account, the account.
ByteArray<kKeyBytes> key_of(uint64_t i) {
    static const ByteArray<16> kPallet = hashing::twox_128(as_bytes("System"));
    static const ByteArray<16> kItem = hashing::twox_128(as_bytes("Account"));
    ByteArray<kKeyBytes> key;
    std::copy(kPallet.begin(), kPallet.end(), key.begin());
    std::copy(kItem.begin(), kItem.end(), key.begin() + 16);
    ByteArray<8> seed;
    store_le(seed.data(), i);
    const Hash256 account = hashing::blake2b_256(seed);
    const ByteArray<16> hash = hashing::twox_128(account.bytes);  // as good as BLAKE2b here, and faster
    std::copy(hash.begin(), hash.end(), key.begin() + 32);
    std::copy(account.begin(), account.end(), key.begin() + 48);
    return key;
}

Bytes value_of(uint64_t seed) {
    Bytes out(kValueBytes, static_cast<uint8_t>(seed >> 8));
    store_le(out.data(), seed);
    return out;
}

double seconds_of(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double resident_mb() {
    struct rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

template <class T>
T checked(Result<T, state::StateError> result) {
    if (!result) std::fprintf(stderr, "%s\n", result.error().reason.c_str());
    SERINUS_ASSERT(result.has_value());
    return *std::move(result);
}

class Chain {
  public:
    Chain() : keys_(number_from("SERINUS_BENCH_KEYS", 1'000'000)) {
        if (number_from("SERINUS_BENCH_MEMORY", 0) != 0) {
            store_ = storage::make_memory_store();
        } else {
            const char* const folder = std::getenv("SERINUS_BENCH_DIR");
            path_ = std::string(folder == nullptr ? "." : folder) + "/bench-state-XXXXXX";
            SERINUS_ASSERT(::mkdtemp(path_.data()) != nullptr);
            store_ = *storage::open_store(path_);
        }
        database_ = *state::StateDatabase::open(*store_, {});
        std::vector<ByteArray<kKeyBytes>> keys(keys_);
        for (size_t i = 0; i < keys_; ++i) keys[i] = key_of(i);
        std::sort(keys.begin(), keys.end());
        const Bytes value = value_of(0);
        std::vector<state::GenesisState::Entry> entries(keys_);
        for (size_t i = 0; i < keys_; ++i) entries[i] = {keys[i], value};
        auto batch = store_->batch();
        const double seconds = seconds_of([&] {
            checked(database_->set_genesis(*batch, tip_, 0, {entries, {}}, trie::StateVersion::kV1));
            commit_batch(std::move(batch));
        });
        std::printf("%zu accounts: written and hashed in %.1f s, %.0f MB on the disk\n", keys_, seconds, disk_mb());
        std::fflush(stdout);
    }
    ~Chain() {
        database_.reset();
        store_.reset();
        if (!path_.empty()) (void)!std::system(("rm -rf " + path_).c_str());
    }

    size_t keys() const { return keys_; }
    std::unique_ptr<state::BlockState> state() { return checked(database_->at(tip_)); }
    uint64_t random() {
        seed_ = seed_ * 6364136223846793005 + 1442695040888963407;
        return seed_ >> 20;
    }
    state::StateChanges changes(size_t count) {
        state::StateChanges out;
        while (out.top.size() < count) {
            const auto key = key_of(random() % keys_);
            out.top[Bytes(key.begin(), key.end())] = value_of(random());
        }
        return out;
    }

    struct Times {
        double root = 1e9, commit = 1e9, write = 1e9, block = 1e9, finalize = 1e9, write_final = 1e9;
    };
    void add_block(size_t count, Times& best) {
        const state::StateChanges block = changes(count);
        const auto least = [](double& one, double other) { one = std::min(one, other); };
        least(best.root, seconds_of([&] { checked(state()->root_with(block, trie::StateVersion::kV1)); }));
        Hash256 hash;
        store_le(hash.data(), ++number_);
        auto batch = store_->batch();
        const double commit = seconds_of(
            [&] { checked(database_->commit(*batch, hash, tip_, number_, block, trie::StateVersion::kV1)); });
        const double write = seconds_of([&] { commit_batch(std::move(batch)); });
        least(best.commit, commit);
        least(best.write, write);
        least(best.block, commit + write);
        tip_ = hash;
        batch = store_->batch();
        least(best.finalize, seconds_of([&] { SERINUS_ASSERT(database_->finalize(*batch, hash).has_value()); }));
        least(best.write_final, seconds_of([&] { commit_batch(std::move(batch)); }));
    }

    double disk_mb() const {
        struct stat info{};
        if (path_.empty() || ::stat((path_ + "/data.mdb").c_str(), &info) != 0) return 0;
        return static_cast<double>(info.st_blocks) * 512 / 1e6;
    }

  private:
    void commit_batch(std::unique_ptr<storage::WriteBatch> batch) {
        SERINUS_ASSERT(store_->commit(std::move(batch), storage::Durability::kSynced).has_value());
    }

    size_t keys_;
    std::string path_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<state::StateDatabase> database_;
    Hash256 tip_{};
    uint64_t number_ = 0;
    uint64_t seed_ = 1;
};

Chain& chain() {
    static Chain one;
    return one;
}

/// Of `distinct` keys in random order; 0: of all.
void read(benchmark::State& state, size_t distinct) {
    const auto at = chain().state();
    std::vector<ByteArray<kKeyBytes>> keys;
    for (size_t i = 0; i < 200'000; ++i)
        keys.push_back(key_of(chain().random() % (distinct == 0 ? chain().keys() : distinct)));
    double best = 1e9;
    for (auto _ : state) {
        const double seconds = seconds_of([&] {
            for (const auto& key : keys) benchmark::DoNotOptimize(at->get(state::Area::top(), key));
        });
        state.SetIterationTime(seconds);
        best = std::min(best, seconds);
    }
    state.counters["best_us"] = 1e6 * best / static_cast<double>(keys.size());
}

void walk(benchmark::State& state) {
    const auto at = chain().state();
    double best = 1e9;
    for (auto _ : state) {
        size_t left = 200'000;
        const double seconds = seconds_of([&] {
            const auto visited = at->visit(state::Area::top(), {}, [&](BytesView, BytesView) { return --left != 0; });
            SERINUS_ASSERT(visited.has_value());
        });
        state.SetIterationTime(seconds);
        best = std::min(best, seconds);
    }
    state.counters["best_us"] = 1e6 * best / 200'000;
}

void blocks(benchmark::State& state) {
    Chain::Times best;
    for (auto _ : state) {
        const double seconds = seconds_of([&] { chain().add_block(static_cast<size_t>(state.range(0)), best); });
        state.SetIterationTime(seconds);
    }
    state.counters["root_ms"] = 1e3 * best.root;
    state.counters["commit_ms"] = 1e3 * best.commit;
    state.counters["write_ms"] = 1e3 * best.write;
    state.counters["block_ms"] = 1e3 * best.block;  // root, rows and the synced write of a block
    state.counters["finalize_ms"] = 1e3 * best.finalize;
    state.counters["write_final_ms"] = 1e3 * best.write_final;
    state.counters["disk_MB"] = chain().disk_mb();
    state.counters["resident_MB"] = resident_mb();
}

}  // namespace

BENCHMARK_CAPTURE(read, warm, 1000)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, all, 0)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(walk)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(blocks)->Arg(500)->UseManualTime()->Iterations(10)->Unit(benchmark::kMillisecond);
BENCHMARK(blocks)->Arg(50'000)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, warm_again, 1000)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
