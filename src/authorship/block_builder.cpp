#include "authorship/block_builder.hpp"

#include "runtime_api/core.hpp"
#include "runtime_api/on_state.hpp"
#include "state/read_cache.hpp"

namespace serinus::authorship {

using chain::ChainError;
using primitives::Body;
using primitives::Extrinsic;
using primitives::Header;

namespace {

namespace block_builder = runtime_api::block_builder;
namespace core = runtime_api::core;
using runtime_api::Call;

class RuntimeBlockBuilder final : public BlockBuilder {
  public:
    RuntimeBlockBuilder(executor::Executor& executor, chain::LoadedRuntime runtime, state::Backend& state,
                        std::stop_token stop)
        : executor_(&executor), runtime_(std::move(runtime)), state_(state), overlay_(state_), stop_(std::move(stop)) {}

    Attempt<void> initialize(const Header& header, const state::ChangeSet& before) {
        put(state::Area::top(), before);
        const Bytes encoded = scale::encode(header);
        header_bytes_ = encoded.size();
        const uint32_t version = runtime_.find_api(core::kInitializeBlock.api()).value_or(0);
        if (!core::kInitializeBlock.versions.contains(version)) return call(core::kInitializeAnyBlock, encoded);
        TRY_ASSIGN(const auto mode, call(core::kInitializeBlock, encoded));
        inherents_only_ = mode == core::ExtrinsicInclusionMode::kOnlyInherents;
        return {};
    }

    bool inherents_only() const noexcept override { return inherents_only_; }
    bool has_api(std::string_view name) const noexcept override { return runtime_.find_api(name).has_value(); }

    Attempt<Body> make_inherents(const InherentData& data) override {
        // Observed: polkadot 1.25.1: what the runtime changes while it makes inherents does not count, nor does what it
        // reads: a node that executes the block makes none.
        const size_t mark = backend().recording_mark();
        overlay_.start_transaction();
        auto body = call(block_builder::kInherentExtrinsics, scale::encode(data));
        SERINUS_ASSERT(overlay_.rollback_transaction());
        backend().roll_back_recording(mark);
        return body;
    }

    Attempt<ApplyResult> push(Extrinsic extrinsic, std::optional<uint64_t> max_duration_ms) override {
        const Bytes encoded = scale::encode(extrinsic);
        const size_t mark = backend().recording_mark();
        overlay_.start_transaction();
        auto result = apply(encoded, max_duration_ms);
        if (!result || !result->applied()) {
            SERINUS_ASSERT(overlay_.rollback_transaction());
            backend().roll_back_recording(mark);
            return result;
        }
        SERINUS_ASSERT(overlay_.commit_transaction());
        body_bytes_ += encoded.size();
        body_.push_back(std::move(extrinsic));
        return result;
    }

    size_t size_bytes() const noexcept override {
        return header_bytes_ + scale::compact_size(uint64_t{body_.size()}) + body_bytes_ + proof_bytes();
    }
    size_t extrinsic_count() const noexcept override { return body_.size(); }

    void change_after(const state::StateChanges& changes) override { changes_after_ = changes; }

    Attempt<UnsealedBlock> finish() override {
        TRY_ASSIGN(auto header, call(block_builder::kFinalizeBlock, {}));
        const auto version = runtime_.version.state_version();
        const auto root = overlay_.root(version);
        if (!root) return Err(chain::from(root.error()));
        if (*root != header.state_root) {
            return Err(
                ChainError{ChainError::Kind::kRuntime, std::string(block_builder::kFinalizeBlock.name) +
                                                           " gave a header whose state root is not that of the state"});
        }
        if (!changes_after_.top.empty() || !changes_after_.children.empty()) {
            TRY_ASSIGN(header.state_root, root_after_changes(version));
        }
        UnsealedBlock out;
        out.hash = primitives::header_hash(header);
        out.built.block = {std::move(header), std::move(body_)};
        out.built.effects.version = version;
        out.built.effects.changes = overlay_.take_changes();
        out.built.effects.offchain = overlay_.take_offchain_index();
        return out;
    }

  private:
    Attempt<ApplyResult> apply(BytesView extrinsic, std::optional<uint64_t> max_duration_ms) {
        const auto& call = block_builder::kApplyExtrinsic;
        executor::CallContext context = call_context();
        context.max_duration_ms = max_duration_ms;
        const auto answer =
            runtime_api::call_encoded({*executor_, *runtime_.runtime, overlay_, context}, call, extrinsic);
        if (!answer) {
            if (answer.error().interruption == executor::CallError::Interruption::kDeadline) {
                return ApplyResult{.kind = ApplyResult::Kind::kInterrupted};
            }
            return Err(chain::from(answer.error()));
        }
        const auto result = decode_apply_result(answer->bytes);
        if (!result) {
            return Err(chain::from(runtime_api::undecodable(call.name, answer->bytes, "no ApplyExtrinsicResult")));
        }
        return *result;
    }

    template <class Value, class... Arguments>
    Attempt<Value> call(const Call<Value(Arguments...)>& what, BytesView arguments) {
        const executor::CallContext context = call_context();
        auto result = runtime_api::call_encoded({*executor_, *runtime_.runtime, overlay_, context}, what, arguments);
        if (!result) return Err(chain::from(result.error()));
        if constexpr (std::is_void_v<Value>) {
            return {};
        } else {
            return *std::move(result);
        }
    }

    void put(state::Area area, const state::ChangeSet& changes) {
        for (const auto& [key, value] : changes) {
            if (value) {
                overlay_.put(area, key, *value);
            } else {
                overlay_.remove(area, key);
            }
        }
    }

    Attempt<Hash256> root_after_changes(trie::StateVersion version) {
        put(state::Area::top(), changes_after_.top);
        for (const auto& [child, set] : changes_after_.children) put(state::Area::child(child), set);
        const auto root = overlay_.root(version);
        if (!root) return Err(chain::from(root.error()));
        return *root;
    }

    state::Backend& backend() const noexcept { return const_cast<state::Overlay&>(overlay_).backend(); }

    /// A runtime that is told the size of the proof gives back the weight that extrinsics did not need: a node that
    /// executes the block must tell it the same sizes.
    executor::CallContext call_context() const {
        executor::CallContext out{.stop = stop_};
        if (backend().recorded_proof_size() != UINT64_MAX) {
            out.proof_size = [&state = backend()] { return state.recorded_proof_size(); };
        }
        return out;
    }

    size_t proof_bytes() const noexcept {
        const uint64_t size = backend().recorded_proof_size();
        return size == UINT64_MAX ? 0 : static_cast<size_t>(size);
    }

    executor::Executor* executor_;
    chain::LoadedRuntime runtime_;
    state::ReadCache state_;  // each extrinsic is a call of its own, which reads the same values again
    state::Overlay overlay_;
    std::stop_token stop_;
    state::StateChanges changes_after_;
    Body body_;
    size_t header_bytes_ = 0;
    size_t body_bytes_ = 0;
    bool inherents_only_ = false;
};

}  // namespace

auto BlockBuilder::start(executor::Executor& executor, chain::LoadedRuntime runtime, state::Backend& parent_state,
                         const chain::BlockId& parent, primitives::Digest digest, std::stop_token stop,
                         const state::ChangeSet& before) -> Attempt<std::unique_ptr<BlockBuilder>> {
    auto builder = std::make_unique<RuntimeBlockBuilder>(executor, std::move(runtime), parent_state, std::move(stop));
    Header header;
    header.parent_hash = parent.hash;
    header.number = parent.number + 1;
    header.digest = std::move(digest);
    TRY(builder->initialize(header, before));
    return std::unique_ptr<BlockBuilder>(std::move(builder));
}

}  // namespace serinus::authorship
