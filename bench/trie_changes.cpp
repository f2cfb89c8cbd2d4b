// Fifty thousand accounts of a million change, in a trie that is in memory or is loaded from a source as it is needed:
// the load of a heavy block. `per_hash_ratio`: our time as a multiple of one BLAKE2b-256 call for each node that
// changes, in the same run. Times are CPU of the calling thread, the least of several runs.
#include <benchmark/benchmark.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "trie/trie.hpp"

namespace {

using namespace serinus;
using trie::NibblePath;
using trie::StateVersion;

constexpr size_t kChanges = 50'000;

size_t entry_count() {
    const char* const wanted = std::getenv("SERINUS_BENCH_ENTRIES");
    return wanted == nullptr ? 1'000'000 : std::strtoull(wanted, nullptr, 10);
}

/// A prefix of 32 bytes that all share, then 48 of hash and account; 80 bytes of value.
Bytes account_key(uint64_t number) {
    std::mt19937_64 random(number);
    Bytes key(80, 0x26);
    for (size_t at = 32; at < key.size(); at += 8) store_le(key.data() + at, random());
    return key;
}

Bytes account(uint64_t number) {
    Bytes out(80);
    for (size_t at = 0; at < out.size(); at += 8) store_le(out.data() + at, number * 0x9e3779b97f4a7c15 + at);
    return out;
}

/// Nodes by position, as in a database, and about as long to find as in one whose pages are in memory.
struct Nodes final : trie::NodeSource, trie::ChangeSink {
    struct Hash {
        size_t operator()(const std::string& key) const noexcept { return std::hash<std::string>()(key); }
    };
    std::unordered_map<std::string, Bytes> nodes;
    std::unordered_map<std::string, Bytes> values;

    static std::string name(const NibblePath& path) {
        std::string out(path.size(), '\0');
        for (size_t i = 0; i < path.size(); ++i) out[i] = static_cast<char>(path[i]);
        return out;
    }
    static Result<BytesView, trie::SourceError> find(const auto& map, const NibblePath& path) {
        const auto found = map.find(name(path));
        ENSURE(found != map.end(), trie::SourceError::kMissing);
        return BytesView(found->second);
    }
    Result<BytesView, trie::SourceError> node_at(const NibblePath& position, const Hash256&) override {
        return find(nodes, position);
    }
    Result<BytesView, trie::SourceError> value_at(const NibblePath& path, const Hash256&) override {
        return find(values, path);
    }
    void write_node(const NibblePath& position, const Hash256&, BytesView encoding) override {
        nodes[name(position)] = to_bytes(encoding);
    }
    void remove_node(const NibblePath& position) override { nodes.erase(name(position)); }
    void write_value(const NibblePath& path, const Hash256&, BytesView value) override {
        values[name(path)] = to_bytes(value);
    }
    void remove_value(const NibblePath& path) override { values.erase(name(path)); }
};

/// What a commit writes; nothing is kept.
struct Counter final : trie::ChangeSink {
    size_t nodes = 0;
    size_t bytes = 0;

    void write_node(const NibblePath&, const Hash256&, BytesView encoding) override {
        ++nodes;
        bytes += encoding.size();
    }
    void remove_node(const NibblePath&) override {}
    void write_value(const NibblePath&, const Hash256&, BytesView) override {}
    void remove_value(const NibblePath&) override {}
};

struct Kept {
    Nodes nodes;
    Hash256 root;
};

Kept& kept() {
    static Kept out = [] {
        Kept kept;
        trie::Trie trie;
        for (size_t i = 0; i < entry_count(); ++i)
            SERINUS_ASSERT(trie.insert(account_key(i), account(i), StateVersion::kV1).has_value());
        kept.root = trie.commit(kept.nodes);
        return kept;
    }();
    return out;
}

/// Of this thread's CPU, so that others on the machine do not count. With two threads that share the work evenly this
/// is the time that passes on an idle machine.
double seconds_of(const auto& work) {
    const auto now = [] {
        timespec time;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    };
    const double start = now();
    work();
    return now() - start;
}

std::map<Bytes, Bytes> some_changes(uint64_t seed) {
    std::mt19937_64 random(seed);
    std::map<Bytes, Bytes> out;
    while (out.size() < kChanges) out[account_key(random() % entry_count())] = account(random());
    return out;
}

struct Best {
    double changing = 1e18;
    double hashing = 1e18;
    double hashes = 1e18;

    void report(benchmark::State& state, const Counter& written) {
        const Bytes node(written.bytes / written.nodes, 7);
        hashes = std::min(hashes, seconds_of([&] {
                              for (size_t i = 0; i < written.nodes; ++i)
                                  benchmark::DoNotOptimize(hashing::blake2b_256(node));
                          }));
        state.counters["change_ms"] = 1e3 * changing;
        state.counters["commit_ms"] = 1e3 * hashing;
        state.counters["nodes"] = static_cast<double>(written.nodes);
        state.counters["per_hash_ratio"] = (changing + hashing) / hashes;
    }
};

/// Threads that live for the program.
class Threads final : public trie::Workers {
  public:
    explicit Threads(size_t count) {
        for (size_t i = 1; i < count; ++i) threads_.emplace_back([this, i] { work(i); });
    }
    ~Threads() override {
        {
            const std::lock_guard lock(mutex_);
            stop_ = true;
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }
    size_t count() const noexcept override { return threads_.size() + 1; }
    void run(size_t tasks, const std::function<void(size_t, size_t)>& task) override {
        {
            const std::lock_guard lock(mutex_);
            task_ = &task;
            tasks_ = tasks;
            next_ = 0;
            busy_ = threads_.size();
            ++round_;
        }
        wake_.notify_all();
        take(0);
        std::unique_lock lock(mutex_);
        done_.wait(lock, [&] { return busy_ == 0; });
    }

  private:
    void take(size_t worker) {
        for (size_t i = next_++; i < tasks_; i = next_++) (*task_)(worker, i);
    }
    void work(size_t worker) {
        for (uint64_t seen = 0;; ++seen) {
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [&] { return stop_ || round_ != seen; });
                if (stop_) return;
            }
            take(worker);
            const std::lock_guard lock(mutex_);
            if (--busy_ == 0) done_.notify_one();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable done_;
    const std::function<void(size_t, size_t)>* task_ = nullptr;
    size_t tasks_ = 0;
    std::atomic<size_t> next_ = 0;
    size_t busy_ = 0;
    uint64_t round_ = 0;
    bool stop_ = false;
    std::vector<std::thread> threads_;
};

enum class Way : uint8_t { kOneByOne, kAtOnce, kTwoThreads };

void changes_of(benchmark::State& state, Way way, bool loaded) {
    Kept& base = kept();
    Best best;
    std::optional<trie::Trie> trie;
    if (!loaded) {
        trie.emplace();
        for (size_t i = 0; i < entry_count(); ++i)
            SERINUS_ASSERT(trie->insert(account_key(i), account(i), StateVersion::kV1).has_value());
        Counter all;
        trie->commit(all);
    }
    Threads threads(2);
    trie::NodeSource* const both[] = {&base.nodes, &base.nodes};  // nothing changes them meanwhile: two may read
    uint64_t seed = 0;
    for (auto _ : state) {
        const auto changes = some_changes(++seed);
        if (loaded) trie.emplace(base.nodes, base.root);
        Counter written;
        const double changing = seconds_of([&] {
            if (way == Way::kOneByOne) {
                for (const auto& [key, value] : changes)
                    SERINUS_ASSERT(trie->insert(key, value, StateVersion::kV1).has_value());
                return;
            }
            std::vector<trie::Trie::Change> batch;
            for (const auto& [key, value] : changes) batch.push_back({key, value});
            SERINUS_ASSERT((way == Way::kAtOnce ? trie->change(batch, StateVersion::kV1)
                                                : trie->change(batch, StateVersion::kV1, threads, both))
                               .has_value());
        });
        const double hashing =
            seconds_of([&] { way == Way::kTwoThreads ? trie->commit(written, threads) : trie->commit(written); });
        best.changing = std::min(best.changing, changing);
        best.hashing = std::min(best.hashing, hashing);
        state.SetIterationTime(changing + hashing);
        best.report(state, written);
    }
}

void settings(benchmark::internal::Benchmark* bench) {
    bench->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(10);
}

BENCHMARK_CAPTURE(changes_of, in_memory_one_by_one, Way::kOneByOne, false)->Apply(settings);
BENCHMARK_CAPTURE(changes_of, in_memory_at_once, Way::kAtOnce, false)->Apply(settings);
BENCHMARK_CAPTURE(changes_of, in_memory_two_threads, Way::kTwoThreads, false)->Apply(settings);
BENCHMARK_CAPTURE(changes_of, loaded_one_by_one, Way::kOneByOne, true)->Apply(settings);
BENCHMARK_CAPTURE(changes_of, loaded_at_once, Way::kAtOnce, true)->Apply(settings);
BENCHMARK_CAPTURE(changes_of, loaded_two_threads, Way::kTwoThreads, true)->Apply(settings);

}  // namespace
