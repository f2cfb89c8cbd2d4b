#include "executor/benchmark.hpp"

#include <algorithm>
#include <set>

#include "codec/scale.hpp"
#include "state/memory_backend.hpp"
#include "state/trie_backend.hpp"

namespace serinus::executor {
namespace {

using Kind = CallError::Kind;
using state::StateError;
constexpr auto kStateVersion = trie::StateVersion::kV1;

Err<CallError> failure(Kind kind, std::string reason) { return Err(CallError{kind, std::move(reason)}); }
Err<CallError> failure(const StateError& error) { return failure(Kind::kState, error.reason); }

/// As Benchmark_list and Benchmark_prepare return them.
struct Description {
    std::string pallet, name;
    std::vector<std::tuple<std::string, uint32_t, uint32_t>> components;
};
struct Question {
    std::vector<Bytes> known_keys;
    Bytes arguments;
};

/// Notes which keys are read.
class CountingBackend final : public state::Backend {
  public:
    explicit CountingBackend(state::Backend& inner) : inner_(&inner) {}

    Result<std::optional<BytesView>, StateError> get(state::Area area, BytesView key) override {
        if (area.is_top()) keys.insert(to_bytes(key));
        return inner_->get(area, key);
    }
    Result<bool, StateError> contains(state::Area area, BytesView key) override {
        if (area.is_top()) keys.insert(to_bytes(key));
        return inner_->contains(area, key);
    }
    Result<std::optional<Bytes>, StateError> next_key(state::Area area, BytesView key) override {
        auto next = inner_->next_key(area, key);
        if (next && *next && area.is_top()) keys.insert(**next);
        return next;
    }
    Result<Hash256, StateError> root_with(const state::StateChanges& changes, trie::StateVersion version) override {
        return inner_->root_with(changes, version);
    }
    Result<Hash256, StateError> child_root_with(BytesView child, const state::ChangeSet& changes,
                                                trie::StateVersion version) override {
        return inner_->child_root_with(child, changes, version);
    }

    std::set<Bytes> keys;

  private:
    state::Backend* inner_;
};

uint64_t median(std::vector<uint64_t> list) {
    const auto middle = list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2);
    std::nth_element(list.begin(), middle, list.end());
    return *middle;
}

/// One case with one choice of values.
class Point {
  public:
    Point(Executor& executor, const Runtime& runtime) : executor_(&executor), runtime_(&runtime) {}

    Result<void, CallError> prepare(uint32_t number, const std::vector<uint32_t>& values) {
        state::Overlay overlay(state_);
        TRY_ASSIGN(const Bytes answer,
                   executor_->call(*runtime_, "Benchmark_prepare", scale::encode(std::pair(number, values)), overlay));
        auto question = scale::decode<Question>(answer);
        if (!question) return failure(Kind::kBadResult, "Benchmark_prepare returned what cannot be decoded");
        question_ = *std::move(question);
        const auto root = state_.apply(overlay.take_changes(), kStateVersion);
        if (!root) return failure(root.error());
        return {};
    }

    Result<void, CallError> count(BenchmarkSample& sample) {
        const auto nodes = state_.nodes();
        if (!nodes) return failure(nodes.error());
        const auto root = state_.root();
        if (!root) return failure(root.error());
        trie::Recording recording;
        state::TrieBackend recorded(**nodes, *root, &recording);
        CountingBackend counting(recorded);
        state::Overlay overlay(counting);
        TRY_ASSIGN(const Bytes done, executor_->call(*runtime_, "Benchmark_dispatch", question_.arguments, overlay));
        if (done != Bytes{1}) return failure(Kind::kTrap, "the call that is to be measured fails");
        std::set<Bytes> written;
        for (const auto& [key, value] : overlay.take_changes().top) written.insert(key);
        for (const Bytes& known : question_.known_keys) {
            counting.keys.erase(known);
            written.erase(known);
        }
        sample.reads = static_cast<uint32_t>(counting.keys.size());
        sample.writes = static_cast<uint32_t>(written.size());
        sample.proof_size = recording.encoded_size();
        return {};
    }

    Result<void, CallError> time(BenchmarkSample& sample, const BenchmarkOptions& options) {
        std::vector<uint64_t> decoding, dispatching;
        // The first round warms up.
        for (uint32_t i = 0; i <= options.repeats; ++i) {
            TRY_ASSIGN(const uint64_t decoded, time_of("Benchmark_decode", options));
            TRY_ASSIGN(const uint64_t dispatched, time_of("Benchmark_dispatch", options));
            if (i == 0) continue;
            decoding.push_back(decoded);
            dispatching.push_back(dispatched);
        }
        const uint64_t whole = median(std::move(dispatching)), before = median(std::move(decoding));
        sample.time_ns = whole > before ? whole - before : 0;
        return {};
    }

  private:
    Result<uint64_t, CallError> time_of(const char* method, const BenchmarkOptions& options) {
        state::Overlay overlay(state_);
        const uint64_t start = options.now_ns();
        const auto done = executor_->call(*runtime_, method, question_.arguments, overlay);
        const uint64_t end = options.now_ns();
        if (!done) return Err(done.error());
        return end - start;
    }

    Executor* executor_;
    const Runtime* runtime_;
    state::MemoryBackend state_;
    Question question_;
};

/// The choices of values: each component in steps while the others have their highest.
std::vector<std::vector<uint32_t>> choices(const BenchmarkCase& what, uint32_t steps) {
    std::vector<uint32_t> highest;
    for (const auto& component : what.components) highest.push_back(component.high);
    std::set<std::vector<uint32_t>> out = {highest};
    for (size_t i = 0; i < what.components.size(); ++i) {
        const auto& [name, low, high] = what.components[i];
        for (uint32_t step = 0; step < steps; ++step) {
            auto values = highest;
            values[i] = low + static_cast<uint32_t>(uint64_t{high - low} * step / std::max(steps - 1, 1u));
            out.insert(std::move(values));
        }
    }
    return {out.begin(), out.end()};
}

}  // namespace

Result<std::vector<BenchmarkCase>, CallError> list_benchmarks(Executor& executor, const Runtime& runtime) {
    state::MemoryBackend nothing;
    state::Overlay overlay(nothing);
    TRY_ASSIGN(const Bytes answer, executor.call(runtime, "Benchmark_list", {}, overlay));
    const auto list = scale::decode<std::vector<Description>>(answer);
    if (!list) return failure(Kind::kBadResult, "Benchmark_list returned what cannot be decoded");
    std::vector<BenchmarkCase> out;
    for (const Description& one : *list) {
        BenchmarkCase found{static_cast<uint32_t>(out.size()), one.pallet, one.name, {}};
        for (const auto& [name, low, high] : one.components) {
            if (low > high) return failure(Kind::kBadResult, "a component of " + one.name + " has no values");
            found.components.push_back({name, low, high});
        }
        out.push_back(std::move(found));
    }
    return out;
}

Result<std::vector<BenchmarkSample>, CallError> run_benchmark(Executor& executor, const Runtime& runtime,
                                                              const BenchmarkCase& what,
                                                              const BenchmarkOptions& options) {
    std::vector<BenchmarkSample> out;
    for (auto& values : choices(what, options.steps)) {
        BenchmarkSample sample{.values = std::move(values)};
        Point point(executor, runtime);
        TRY(point.prepare(what.number, sample.values));
        TRY(point.count(sample));
        TRY(point.time(sample, options));
        out.push_back(std::move(sample));
    }
    return out;
}

}  // namespace serinus::executor
