#include "tests/differential/world.hpp"

#include <algorithm>
#include <ctime>

#include "base/assert.hpp"
#include "chain/import/signature_forecast.hpp"
#include "codec/scale.hpp"
#include "executor/offchain.hpp"

namespace serinus::differential {

double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Result<void, std::string> World::load(const Bytes& code) {
    top_.clear();
    children_.clear();
    pending_ = {};
    tries_ = {};
    local_.entries.clear();
    write({}, to_bytes(as_bytes(":code")), code);
    forget();
    refresh();

    state::Overlay overlay(*this);
    const auto runtime = executor_.runtime_of(overlay);
    if (!runtime) return runtime.error().reason;
    const auto version = executor_.version(**runtime);
    if (!version) return version.error().reason;
    version_ = version->state_version();
    return {};
}

Result<World::Answer, executor::CallError> World::call(const std::string& method, BytesView arguments,
                                                       bool reads_index) {
    state::Overlay overlay(*this);
    executor::OffchainServices offchain;
    offchain.persistent_storage = &indexed_;
    if (!runtime_) runtime_ = TRY(executor_.runtime_of(overlay));
    Answer answer;
    answer.result =
        TRY(executor_.call(*runtime_, method, arguments, overlay, {.offchain = reads_index ? &offchain : nullptr}));
    answer.changes = overlay.take_changes();
    answer.offchain = overlay.take_offchain_index();
    return answer;
}

Result<World::Worked, executor::CallError> World::work(BytesView header, const Surroundings& surroundings) {
    state::Overlay overlay(*this);
    if (!runtime_) runtime_ = TRY(executor_.runtime_of(overlay));
    Worked worked;
    executor::OffchainServices services;
    services.is_validator = surroundings.is_validator;
    services.now_ms = [&] { return surroundings.now_ms; };
    services.sleep_until_ms = [](uint64_t, const std::stop_token&) { return true; };
    services.random_seed = [&] { return surroundings.seed; };
    services.submit_transaction = [&](BytesView extrinsic) {
        worked.submitted.push_back(to_bytes(extrinsic));
        return true;
    };
    services.persistent_storage = &local_;
    const Entries before = local_.entries;
    TRY(executor_.call(*runtime_, "OffchainWorkerApi_offchain_worker", header, overlay,
                       {.offchain = &services, .keys = &keys_}));
    for (const auto& [key, value] : local_.entries) {
        const auto old = before.find(key);
        if (old == before.end() || old->second != value) worked.changed[key] = value;
    }
    for (const auto& [key, value] : before) {
        if (!local_.entries.contains(key)) worked.changed[key] = std::nullopt;
    }
    worked.changes = overlay.take_changes();
    return worked;
}

Result<std::optional<Bytes>, LocalEntries::Error> LocalEntries::get(BytesView key) {
    const auto found = entries.find(to_bytes(key));
    return found == entries.end() ? std::optional<Bytes>() : std::optional(found->second);
}

Result<void, LocalEntries::Error> LocalEntries::set(BytesView key, BytesView value) {
    entries.insert_or_assign(to_bytes(key), to_bytes(value));
    return {};
}

Result<void, LocalEntries::Error> LocalEntries::remove(BytesView key) {
    entries.erase(to_bytes(key));
    return {};
}

Result<bool, LocalEntries::Error> LocalEntries::compare_and_set(BytesView key, std::optional<BytesView> old_value,
                                                                BytesView new_value) {
    const auto found = entries.find(to_bytes(key));
    const bool same =
        old_value ? found != entries.end() && found->second == to_bytes(*old_value) : found == entries.end();
    if (same) entries.insert_or_assign(to_bytes(key), to_bytes(new_value));
    return same;
}

void World::apply(const state::StateChanges& changes) {
    for (const auto& [key, value] : changes.top) write({}, key, value);
    for (const auto& [child, child_changes] : changes.children) {
        for (const auto& [key, value] : child_changes) write(child, key, value);
    }
}

void World::index(const state::OffchainIndex& entries) {
    for (const auto& [key, value] : entries) {
        const auto done = value ? indexed_.set(key, *value) : indexed_.remove(key);
        SERINUS_ASSERT(done.has_value());
    }
}

void World::write(const Bytes& child, const Bytes& key, const std::optional<Bytes>& value) {
    journal_.push_back({child, key, set(child, key, value)});
}

std::optional<Bytes> World::set(const Bytes& child, const Bytes& key, const std::optional<Bytes>& value) {
    Entries& entries = child.empty() ? top_ : children_[child];
    const auto found = entries.find(key);
    std::optional<Bytes> before;
    if (found != entries.end()) before = std::move(found->second);
    if (!value) {
        if (found != entries.end()) entries.erase(found);
    } else if (found != entries.end()) {
        found->second = *value;
    } else {
        entries.emplace(key, *value);
    }
    (child.empty() ? pending_.top : pending_.children[child]).insert_or_assign(key, value);
    return before;
}

std::vector<Write> World::undo(size_t mark) {
    std::vector<Write> undone;
    while (journal_.size() > mark) {
        Write last = std::move(journal_.back());
        journal_.pop_back();
        last.before = set(last.child, last.key, last.before);
        undone.push_back(std::move(last));
    }
    return undone;
}

bool World::restore(size_t mark) {
    if (mark > journal_.size()) return false;
    undo(mark);
    refresh();
    return true;
}

Result<World::Answer, executor::CallError> World::call_at(size_t mark, const std::string& method, BytesView arguments) {
    SERINUS_ASSERT(mark <= journal_.size());
    std::vector<Write> undone = undo(mark);
    auto answer = call(method, arguments);
    redo(std::move(undone));
    return answer;
}

void World::redo(std::vector<Write> undone) {
    for (; !undone.empty(); undone.pop_back()) write(undone.back().child, undone.back().key, undone.back().before);
}

Result<state::MemoryBackend, state::StateError> World::copy() const {
    state::StateChanges all;
    for (const auto& [key, value] : top_) all.top[key] = value;
    for (const auto& [child, entries] : children_) {
        for (const auto& [key, value] : entries) all.children[child][key] = value;
    }
    state::MemoryBackend out;
    TRY(out.apply(all, version_));
    return out;
}

/// One execution of a block whose signatures nobody has seen, by a host that forecasts them.
Result<World::Ahead, executor::CallError> World::ahead(const std::shared_ptr<const executor::Runtime>& runtime,
                                                       state::MemoryBackend& state, BytesView encoded_block) {
    using executor::CallError;
    const auto block = scale::decode<primitives::Block>(encoded_block);
    if (!block) return CallError{.kind = CallError::Kind::kBadResult, .reason = "this is no block"};
    const auto scheduler = time_.make_scheduler({});
    executor::Executor executor({.scheduler = scheduler.get()});
    const chain::LoadedRuntime loaded{runtime, TRY(executor.version(*runtime))};
    chain::SignatureForecast forecast(executor, Hash256{});
    const chain::BlockId parent{block->header.parent_hash, block->header.number - 1};
    (void)forecast.start(loaded, state, parent, block->body);  // looks at the metadata
    state::Overlay overlay(state);
    const double begin = cpu_seconds();
    const auto run = forecast.start(loaded, state, parent, block->body);
    if (run.verifier() != nullptr) run.verifier()->help();
    TRY(executor.call(*runtime, "Core_execute_block", encoded_block, overlay, {.signatures = run.verifier()}));
    Ahead out{.forecast = {}, .seconds = cpu_seconds() - begin};
    if (run.verifier() != nullptr) out.forecast = {run.verifier()->size(), run.verifier()->asked()};
    return out;
}

Result<state::MemoryBackend, executor::CallError> World::copy_at(size_t mark) {
    SERINUS_ASSERT(mark <= journal_.size());
    std::vector<Write> undone = undo(mark);
    auto state = copy();
    redo(std::move(undone));
    const auto of_state = [](const state::StateError& error) {
        return executor::CallError{.kind = executor::CallError::Kind::kState, .reason = error.reason};
    };
    if (!state) return of_state(state.error());
    if (const auto root = state->root(); !root) return of_state(root.error());
    return *std::move(state);
}

Result<World::Forecast, executor::CallError> World::forecast_at(size_t mark, BytesView encoded_block) {
    auto state = TRY(copy_at(mark));
    state::Overlay overlay(state);
    const auto runtime = TRY(executor_.runtime_of(overlay));
    return TRY(ahead(runtime, state, encoded_block)).forecast;
}

Result<World::Cost, executor::CallError> World::cost_at(size_t mark, const std::string& method, BytesView arguments,
                                                        size_t repeats) {
    auto state = TRY(copy_at(mark));
    state::Overlay first(state);
    const auto runtime = TRY(executor_.runtime_of(first));
    const auto call = [&](executor::Executor& executor) -> Result<double, executor::CallError> {
        state::Overlay overlay(state);
        const double begin = cpu_seconds();
        TRY(executor.call(*runtime, method, arguments, overlay));
        return cpu_seconds() - begin;
    };
    const auto scheduler = time_.make_scheduler({});
    executor::Executor remembering({.scheduler = scheduler.get()});
    constexpr double kNever = 1e9;
    Cost cost{.seconds = kNever, .seconds_known = kNever, .seconds_ahead = {}};
    // The first time, memory and caches are cold, and nothing is remembered.
    for (size_t i = 0; i <= repeats; ++i) {
        const double plain = TRY(call(executor_));
        const double known = TRY(call(remembering));
        if (i == 0) continue;
        cost.seconds = std::min(cost.seconds, plain);
        cost.seconds_known = std::min(cost.seconds_known, known);
        if (method != "Core_execute_block") continue;
        cost.seconds_ahead =
            std::min(cost.seconds_ahead.value_or(kNever), TRY(ahead(runtime, state, arguments)).seconds);
    }
    return cost;
}

Result<std::vector<Bytes>, std::string> World::written_since(size_t mark) const {
    if (mark > journal_.size()) return std::string("no such mark");
    std::vector<Bytes> keys;
    for (size_t i = mark; i < journal_.size(); ++i) {
        if (journal_[i].child.empty()) keys.push_back(journal_[i].key);
    }
    std::ranges::sort(keys);
    keys.erase(std::ranges::unique(keys).begin(), keys.end());
    return keys;
}

std::set<Bytes> World::children_since(size_t mark) const {
    std::set<Bytes> out;
    for (size_t i = mark; i < journal_.size(); ++i) {
        if (!journal_[i].child.empty()) out.insert(journal_[i].child);
    }
    return out;
}

Entries World::child(const Bytes& key) const {
    const auto found = children_.find(key);
    return found == children_.end() ? Entries() : found->second;
}

std::optional<Bytes> World::value_at(size_t mark, const Bytes& key) const {
    for (size_t i = mark; i < journal_.size(); ++i) {
        if (journal_[i].child.empty() && journal_[i].key == key) return journal_[i].before;
    }
    return find(key);
}

std::optional<Bytes> World::find(const Bytes& key) const {
    const auto found = top_.find(key);
    return found == top_.end() ? std::nullopt : std::optional(found->second);
}

const Entries* World::find_entries(state::Area area) const {
    if (area.is_top()) return &top_;
    const auto child = children_.find(to_bytes(area.child_key()));
    return child == children_.end() ? nullptr : &child->second;
}

Result<void, state::StateError> World::update_tries() {
    if (!pending_.top.empty() || !pending_.children.empty()) TRY(tries_.apply(pending_, version_));
    pending_ = {};
    return {};
}

Result<Hash256, state::StateError> World::root() {
    TRY(update_tries());
    return tries_.root();
}

Result<std::optional<BytesView>, state::StateError> World::get(state::Area area, BytesView key) {
    const Entries* entries = find_entries(area);
    if (entries == nullptr) return std::optional<BytesView>();
    const auto found = entries->find(to_bytes(key));
    return found == entries->end() ? std::optional<BytesView>() : std::optional<BytesView>(found->second);
}

Result<std::optional<Bytes>, state::StateError> World::next_key(state::Area area, BytesView key) {
    const Entries* entries = find_entries(area);
    if (entries == nullptr) return std::optional<Bytes>();
    const auto next = entries->upper_bound(to_bytes(key));
    return next == entries->end() ? std::optional<Bytes>() : std::optional<Bytes>(next->first);
}

Result<Hash256, state::StateError> World::root_with(const state::StateChanges& changes, trie::StateVersion version) {
    TRY(update_tries());
    return tries_.root_with(changes, version);
}

Result<Hash256, state::StateError> World::child_root_with(BytesView child, const state::ChangeSet& changes,
                                                          trie::StateVersion version) {
    TRY(update_tries());
    return tries_.child_root_with(child, changes, version);
}

}  // namespace serinus::differential
