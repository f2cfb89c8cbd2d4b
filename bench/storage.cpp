// The store beside RocksDB on the access pattern of a state: random point reads among millions of keys of 32 to 80
// bytes with values of 96, walks in order, commits that are on the disk when they return, and what it all takes.
//
//   SERINUS_BENCH_KEYS=2000000   keys        SERINUS_BENCH_DIR=.   where the databases are put while it runs
#include <benchmark/benchmark.h>
#include <dirent.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <random>

#include "base/assert.hpp"
#include "storage/store.hpp"

namespace {

using namespace serinus;

constexpr size_t kValueBytes = 96;
constexpr storage::Column kColumn = 1;

size_t key_count() {
    const char* const text = std::getenv("SERINUS_BENCH_KEYS");
    return text == nullptr ? 2'000'000 : std::strtoull(text, nullptr, 10);
}

uint64_t mix(uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// The key number `i`: a pallet's prefix of 32 bytes, then a hash; half of them, the hash alone.
struct Key {
    ByteArray<80> bytes;
    size_t size;
    BytesView view() const { return {bytes.data(), size}; }
};
Key key_of(uint64_t i) noexcept {
    Key key;
    const uint64_t seed = mix(i);
    const bool has_prefix = seed % 2 == 0;
    size_t at = 0;
    if (has_prefix) {
        for (; at < 32; at += 8) store_le(key.bytes.data() + at, mix(at + (seed >> 1) % 8 * 64));
    }
    key.size = has_prefix ? 80 : 32 + (seed >> 8) % 49;
    for (; at < 80; at += 8) store_le(key.bytes.data() + at, mix(seed + at));
    return key;
}

/// What is compared: each of the two in the way it is meant to be used.
class Engine {
  public:
    virtual ~Engine() = default;
    virtual void write(const std::vector<std::pair<Key, Bytes>>& entries) = 0;
    virtual size_t read(const Key& key) = 0;  ///< the size of the value, 0: none
    virtual size_t walk(size_t limit) = 0;    ///< bytes seen
    virtual void refresh() {}                 ///< reads see what was written
    virtual void settle() {}
    virtual std::string folder() = 0;
};

class Ours final : public Engine {
  public:
    explicit Ours(const std::string& path) : path_(path), store_(std::move(*storage::open_store(path))) {}
    void write(const std::vector<std::pair<Key, Bytes>>& entries) override {
        auto batch = store_->batch();
        for (const auto& [key, value] : entries) batch->put(kColumn, key.view(), value);
        SERINUS_ASSERT(store_->commit(std::move(batch), storage::Durability::kSynced).has_value());
    }
    void refresh() override { snapshot_ = std::move(*store_->snapshot()); }
    size_t read(const Key& key) override {
        const auto value = *snapshot_->get(kColumn, key.view());
        return value ? value->size() : 0;
    }
    size_t walk(size_t limit) override {
        const auto cursor = snapshot_->cursor(kColumn);
        size_t bytes = 0;
        for (bool there = *cursor->seek({}); there && limit > 0; there = *cursor->next(), --limit) {
            bytes += cursor->key().size() + cursor->value().size();
        }
        return bytes;
    }
    std::string folder() override { return path_; }

  private:
    std::string path_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::Snapshot> snapshot_;
};

class Rocks final : public Engine {
  public:
    explicit Rocks(const std::string& path) : path_(path) {
        rocksdb::Options options;
        options.create_if_missing = true;
        options.IncreaseParallelism(2);
        options.compression = rocksdb::kNoCompression;  // hashes and balances do not compress
        options.write_buffer_size = 64 << 20;
        options.level_compaction_dynamic_level_bytes = true;
        rocksdb::BlockBasedTableOptions table;
        table.block_cache = rocksdb::NewLRUCache(size_t{4} << 30);  // holds it all: warm
        table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
        table.block_size = 4 << 10;
        table.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
        options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
        rocksdb::DB* db = nullptr;
        const auto status = rocksdb::DB::Open(options, path, &db);
        SERINUS_ASSERT(status.ok());
        db_.reset(db);
    }
    void write(const std::vector<std::pair<Key, Bytes>>& entries) override {
        rocksdb::WriteBatch batch;
        for (const auto& [key, value] : entries) SERINUS_ASSERT(batch.Put(slice(key.view()), slice(value)).ok());
        rocksdb::WriteOptions synced;
        synced.sync = true;
        SERINUS_ASSERT(db_->Write(synced, &batch).ok());
    }
    void settle() override { SERINUS_ASSERT(db_->Flush({}).ok() && db_->CompactRange({}, nullptr, nullptr).ok()); }
    size_t read(const Key& key) override {
        value_.Reset();
        const auto status = db_->Get({}, db_->DefaultColumnFamily(), slice(key.view()), &value_);
        return status.ok() ? value_.size() : 0;
    }
    size_t walk(size_t limit) override {
        const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}));
        size_t bytes = 0;
        for (at->SeekToFirst(); at->Valid() && limit > 0; at->Next(), --limit) {
            bytes += at->key().size() + at->value().size();
        }
        return bytes;
    }
    std::string folder() override { return path_; }

  private:
    static rocksdb::Slice slice(BytesView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
    std::string path_;
    std::unique_ptr<rocksdb::DB> db_;
    rocksdb::PinnableSlice value_;
};

double size_on_disk(const std::string& folder) {
    double bytes = 0;
    DIR* const dir = ::opendir(folder.c_str());
    for (const dirent* entry; (entry = ::readdir(dir)) != nullptr;) {
        struct stat info{};
        if (::stat((folder + "/" + entry->d_name).c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
            bytes += static_cast<double>(info.st_blocks) * 512;
        }
    }
    ::closedir(dir);
    return bytes;
}

double seconds_of(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Both, filled in random order as a state grows, block by block.
struct Peers {
    std::string base;
    std::unique_ptr<Engine> engines[2];  ///< ours, RocksDB
    double fill_seconds[2] = {0, 0};
    size_t keys = key_count();

    Peers() {
        const char* const folder = std::getenv("SERINUS_BENCH_DIR");
        base = std::string(folder == nullptr ? "." : folder) + "/bench-storage-XXXXXX";
        SERINUS_ASSERT(::mkdtemp(base.data()) != nullptr);
        engines[0] = std::make_unique<Ours>(base + "/ours");
        engines[1] = std::make_unique<Rocks>(base + "/rocksdb");
        constexpr size_t kPerBatch = 200'000;
        for (size_t from = 0; from < keys; from += kPerBatch) {
            std::vector<std::pair<Key, Bytes>> entries;
            for (size_t i = from; i < std::min(keys, from + kPerBatch); ++i) {
                entries.emplace_back(key_of(i), Bytes(kValueBytes, static_cast<uint8_t>(i)));
            }
            for (int which : {0, 1}) fill_seconds[which] += seconds_of([&] { engines[which]->write(entries); });
        }
        fill_seconds[1] += seconds_of([&] { engines[1]->settle(); });
        for (const auto& engine : engines) engine->refresh();
        for (int which : {0, 1}) {
            std::printf("%s: %zu keys in %.1f s, %.0f MB, %.0f bytes a key\n", name(which), keys, fill_seconds[which],
                        size_on_disk(engines[which]->folder()) / 1e6,
                        size_on_disk(engines[which]->folder()) / static_cast<double>(keys));
            std::fflush(stdout);
        }
    }
    ~Peers() {
        for (auto& engine : engines) engine.reset();
        (void)!std::system(("rm -rf " + base).c_str());
    }
    static const char* name(int which) { return which == 0 ? "ours" : "rocksdb"; }
};

Peers& peers() {
    static Peers both;
    return both;
}

/// `work(engine)` on each in turn; the least time of both, and their ratio.
void compare_both(benchmark::State& state, double per, const auto& work) {
    double best[2] = {1e18, 1e18};
    for (auto _ : state) {
        for (int which : {0, 1}) {
            const double seconds = seconds_of([&] { work(*peers().engines[which]); });
            best[which] = std::min(best[which], seconds);
            if (which == 0) state.SetIterationTime(seconds);
        }
    }
    state.counters["ours_us"] = 1e6 * best[0] / per;
    state.counters["rocksdb_us"] = 1e6 * best[1] / per;
    state.counters["ratio"] = best[0] / best[1];
}

void read_random(benchmark::State& state, uint64_t offset) {
    constexpr size_t kReads = 200'000;
    const size_t keys = peers().keys;
    uint64_t round = 0;
    compare_both(state, kReads, [&](Engine& engine) {
        const uint64_t seed = round++ / 2;  // the same keys for both
        size_t found = 0;
        for (size_t i = 0; i < kReads; ++i) found += engine.read(key_of(mix(seed * kReads + i) % keys + offset)) != 0;
        SERINUS_ASSERT(found == (offset == 0 ? kReads : 0));
    });
}

void read_in_order(benchmark::State& state) {
    constexpr size_t kEntries = 500'000;
    compare_both(state, kEntries, [&](Engine& engine) { benchmark::DoNotOptimize(engine.walk(kEntries)); });
}

void commit_changes(benchmark::State& state) {
    const auto changes = static_cast<size_t>(state.range(0));
    const size_t keys = peers().keys;
    uint64_t round = 0;
    compare_both(state, 1, [&](Engine& engine) {
        const uint64_t seed = round++ / 2;
        std::vector<std::pair<Key, Bytes>> entries;
        for (size_t i = 0; i < changes; ++i) {
            entries.emplace_back(key_of(mix(seed * changes + i) % keys),
                                 Bytes(kValueBytes, static_cast<uint8_t>(seed)));
        }
        engine.write(entries);
    });
    for (int which : {0, 1}) peers().engines[which]->refresh();
    for (int which : {0, 1}) {
        state.counters[std::string(Peers::name(which)) + "_MB"] = size_on_disk(peers().engines[which]->folder()) / 1e6;
    }
}

}  // namespace

BENCHMARK_CAPTURE(read_random, hits, 0)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_random, misses, 1ull << 40)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(read_in_order)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(commit_changes)->Arg(1000)->UseManualTime()->Iterations(20)->Unit(benchmark::kMillisecond);
BENCHMARK(commit_changes)->Arg(50'000)->UseManualTime()->Iterations(8)->Unit(benchmark::kMillisecond);
