#include "tools/replay/replay.hpp"

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "runtime_api/block_builder.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/newest_metadata.hpp"
#include "runtime_api/on_state.hpp"
#include "state/forked_states.hpp"
#include "state/overlay.hpp"

namespace serinus::fork {
namespace {

using primitives::Header;
using state::Area;
using state::StateError;

/// Notes what is read of another state.
class ReadingBackend final : public state::Backend {
  public:
    ReadingBackend(state::Backend& state, std::map<StateKey, std::optional<size_t>>& reads)
        : state_(&state), reads_(&reads) {}

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override {
        TRY_ASSIGN(const auto value, state_->get(area, key));
        reads_->insert_or_assign(
            StateKey{area.is_top() ? std::nullopt : std::optional(to_bytes(area.child_key())), to_bytes(key)},
            value ? std::optional(value->size()) : std::nullopt);
        return value;
    }
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override {
        return state_->next_key(area, key);
    }
    Result<Hash256, StateError> root_with(const state::StateChanges& changes, trie::StateVersion version) override {
        return state_->root_with(changes, version);
    }
    Result<Hash256, StateError> child_root_with(BytesView child, const state::ChangeSet& changes,
                                                trie::StateVersion version) override {
        return state_->child_root_with(child, changes, version);
    }

  private:
    state::Backend* state_;
    std::map<StateKey, std::optional<size_t>>* reads_;
};

/// Calls one after the other, each on the state that those before it left.
class Player {
  public:
    Player(executor::Executor& executor, const std::shared_ptr<state::Origin>& origin,
           const std::function<uint64_t()>& now_ns)
        : executor_(executor), states_(origin), now_ns_(now_ns) {
        states_.begin(tag(0), 0);
    }

    Result<void, std::string> load(Replay& out) {
        TRY_ASSIGN(const auto state, open());
        state::Overlay overlay(*state);
        auto runtime = executor_.runtime_of(overlay);
        if (!runtime) return Err(runtime.error().reason);
        runtime_ = *std::move(runtime);
        if (auto metadata = metadata_in(executor_, *state)) out.metadata = *std::move(metadata);
        return {};
    }

    /// False: the call failed, and nothing of it remains.
    Result<bool, std::string> play(Replay& out, Phase phase, const std::string& method, BytesView arguments) {
        TRY_ASSIGN(const auto state, open());
        ReadingBackend reading(*state, phase.reads);
        state::Overlay overlay(reading);
        const auto weight_before = weight_in(*state);
        const uint64_t start_ns = now_ns_();
        auto result = executor_.call(*runtime_, method, arguments, overlay);
        phase.duration_ns = now_ns_() - start_ns;
        if (!result && result.error().kind == executor::CallError::Kind::kState) return Err(result.error().reason);
        if (result) {
            phase.result = *std::move(result);
            const state::StateChanges changes = overlay.take_changes();
            TRY_ASSIGN(phase.writes, writes_of(*state, changes));
            const auto done = states_.commit(tag(count_ + 1), tag(count_), count_ + 1, changes);
            if (!done) return Err(done.error().reason);
            ++count_;
            TRY_ASSIGN(const auto after, open());
            const auto weight_after = weight_in(*after);
            phase.ref_time_ps = weight_after.first - std::min(weight_after.first, weight_before.first);
            phase.proof_size = weight_after.second - std::min(weight_after.second, weight_before.second);
        } else {
            phase.error = result.error().to_string();
        }
        out.phases.push_back(std::move(phase));
        return out.phases.back().error.empty();
    }

    /// Calls once more on the state that the first `count` calls left, and keeps nothing. The stack of the runtime when
    /// `stop` ended the call; empty: it ended before.
    Result<std::string, std::string> interrupt(uint64_t count, const std::string& method, BytesView arguments,
                                               const std::function<std::stop_token()>& stop) {
        auto state = states_.at(tag(count));
        if (!state) return Err(state.error().reason);
        state::Overlay overlay(**state);
        const auto result = executor_.call(*runtime_, method, arguments, overlay, {.stop = stop()});
        using Kind = executor::CallError::Kind;
        return result || result.error().kind != Kind::kInterrupted ? std::string() : result.error().backtrace;
    }

  private:
    static Hash256 tag(uint64_t number) {
        Hash256 out;
        store_le(out.bytes.data(), number);
        return out;
    }
    Result<std::unique_ptr<state::BlockState>, std::string> open() {
        auto state = states_.at(tag(count_));
        if (!state) return Err(state.error().reason);
        return *std::move(state);
    }
    /// System.BlockWeight, of all classes together; zeros if it is absent or of an older form.
    static std::pair<uint64_t, uint64_t> weight_in(state::Backend& state) {
        struct Weight {
            scale::Compact<uint64_t> ref_time_ps, proof_size;
        };
        std::pair<uint64_t, uint64_t> out;
        const auto value = state.get(Area::top(), metadata::item_prefix("System", "BlockWeight"));
        if (!value || !*value) return out;
        const auto classes = scale::decode<std::array<Weight, 3>>(**value);
        if (!classes) return out;
        for (const Weight& one : *classes) {
            out.first += one.ref_time_ps.value;
            out.second += one.proof_size.value;
        }
        return out;
    }

    executor::Executor& executor_;
    state::ForkedStates states_;
    const std::function<uint64_t()>& now_ns_;
    std::shared_ptr<const executor::Runtime> runtime_;
    uint64_t count_ = 0;
};

}  // namespace

Result<std::map<StateKey, Write>, std::string> writes_of(state::Backend& before, const state::StateChanges& changes) {
    std::map<StateKey, Write> out;
    const auto add = [&](const std::optional<Bytes>& child, const state::ChangeSet& set) -> Result<void, std::string> {
        const Area area = child ? Area::child(*child) : Area::top();
        for (const auto& [key, value] : set) {
            const auto old = before.get(area, key);
            if (!old) return Err(old.error().reason);
            std::optional<Bytes> old_bytes;
            if (*old) old_bytes = to_bytes(**old);
            if (old_bytes != value) out[{child, key}] = {std::move(old_bytes), value};
        }
        return {};
    };
    TRY(add(std::nullopt, changes.top));
    for (const auto& [child, set] : changes.children) TRY(add(child, set));
    return out;
}

Result<std::shared_ptr<const metadata::Metadata>, std::string> metadata_in(executor::Executor& executor,
                                                                           state::Backend& state) {
    state::Overlay overlay(state);
    const auto runtime = executor.runtime_of(overlay);
    if (!runtime) return Err(runtime.error().reason);
    auto encoded = runtime_api::newest_metadata({executor, **runtime, overlay});
    if (!encoded) return Err(encoded.error().reason);
    TRY_ASSIGN(auto decoded, metadata::Metadata::decode(*std::move(encoded)));
    return std::shared_ptr<const metadata::Metadata>(std::move(decoded));
}

std::vector<RuntimeCall> calls_of(const primitives::Block& block) {
    Header header = block.header;
    primitives::take_seal(header);
    using runtime_api::core::kInitializeAnyBlock;
    std::vector<RuntimeCall> out = {
        {"initialize", std::string(kInitializeAnyBlock.name), kInitializeAnyBlock.encode(header)}};
    for (size_t i = 0; i < block.body.size(); ++i) {
        Bytes encoded = scale::encode(block.body[i]);
        BytesView content(encoded);
        auto bytes = scale::take<Bytes>(content);
        RuntimeCall call{"extrinsic " + std::to_string(i),
                         std::string(runtime_api::block_builder::kApplyExtrinsic.name), std::move(encoded)};
        if (bytes) call.extrinsic = *std::move(bytes);
        out.push_back(std::move(call));
    }
    out.push_back({"finalize", std::string(runtime_api::block_builder::kFinalizeBlock.name), {}});
    return out;
}

namespace {

Result<Replay, std::string> play_all(Player& player, const std::vector<RuntimeCall>& calls) {
    Replay out;
    TRY(player.load(out));
    for (const RuntimeCall& call : calls) {
        Phase phase{.name = call.name, .extrinsic = call.extrinsic};
        if (!TRY(player.play(out, std::move(phase), call.method, call.arguments))) break;
    }
    return out;
}

}  // namespace

Result<Replay, std::string> replay(executor::Executor& executor, const std::shared_ptr<state::Origin>& state,
                                   const std::vector<RuntimeCall>& calls, const std::function<uint64_t()>& now_ns) {
    Player player(executor, state, now_ns);
    return play_all(player, calls);
}

Result<Replay, std::string> replay_block(executor::Executor& executor, const std::shared_ptr<state::Origin>& parent,
                                         const primitives::Block& block, const std::function<uint64_t()>& now_ns) {
    TRY_ASSIGN(Replay out, replay(executor, parent, calls_of(block), now_ns));
    if (!out.phases.back().error.empty()) return out;
    auto made = scale::decode<Header>(out.phases.back().result);
    if (!made) return Err(std::string("BlockBuilder_finalize_block returned what cannot be decoded"));
    Header header = block.header;
    primitives::take_seal(header);
    made->state_root = header.state_root;
    out.is_same_header = scale::encode(*made) == scale::encode(header);
    return out;
}

Result<std::vector<std::string>, std::string> sample(executor::Executor& executor,
                                                     const std::shared_ptr<state::Origin>& state,
                                                     const std::vector<RuntimeCall>& calls, uint32_t samples,
                                                     const std::function<uint64_t()>& now_ns,
                                                     const InterruptAfter& interrupt_after) {
    // Once without looking: what has to be fetched and compiled takes the most time then.
    TRY(replay(executor, state, calls, now_ns));
    Player player(executor, state, now_ns);
    TRY_ASSIGN(Replay timed, play_all(player, calls));
    // What other programs take of the processor is no time of the call: the least of several is closest.
    constexpr int kTimings = 4;
    for (int i = 0; i < kTimings; ++i) {
        TRY_ASSIGN(const Replay again, replay(executor, state, calls, now_ns));
        for (size_t phase = 0; phase < std::min(timed.phases.size(), again.phases.size()); ++phase) {
            timed.phases[phase].duration_ns =
                std::min(timed.phases[phase].duration_ns, again.phases[phase].duration_ns);
        }
    }
    uint64_t total_ns = 0;
    for (const Phase& phase : timed.phases) total_ns += phase.duration_ns;
    std::vector<std::string> out;
    for (uint32_t i = 0; i < samples; ++i) {
        // The moments are spread evenly over the time of all calls.
        auto offset_ns = static_cast<uint64_t>((i + 0.5) / samples * static_cast<double>(total_ns));
        size_t phase = 0;
        while (phase + 1 < timed.phases.size() && offset_ns >= timed.phases[phase].duration_ns) {
            offset_ns -= timed.phases[phase++].duration_ns;
        }
        // A busy machine is late for most moments: the later ones are then tried earlier.
        constexpr uint64_t kAttempts = 5;
        std::string stack;
        for (uint64_t attempt = 0; stack.empty() && attempt < kAttempts; ++attempt) {
            TRY_ASSIGN(stack, player.interrupt(phase, calls[phase].method, calls[phase].arguments, [&] {
                return interrupt_after(offset_ns - offset_ns / kAttempts * attempt);
            }));
        }
        if (!stack.empty()) out.push_back(std::move(stack) + "\n    at " + calls[phase].name + '\n');
    }
    return out;
}

}  // namespace serinus::fork
