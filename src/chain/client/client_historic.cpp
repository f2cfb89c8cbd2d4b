// A chain that began with the state of a later block: that block, and those below it, which come afterwards.
#include "base/hex.hpp"
#include "chain/client/client_impl.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/raw_state.hpp"
#include "state/fork_store.hpp"
#include "state/forked_states.hpp"
#include "state/state_download.hpp"

namespace serinus::chain {
namespace {

using primitives::Body;

Refusal not_an_ancestor() {
    return {RefusalReason::kNotAnAncestor, "it is not an ancestor of the blocks above the gap"};
}

/// The state version of the runtime of that time is not known without its state: either root is accepted.
bool is_body_of(const Body& body, const primitives::Header& header) {
    return extrinsics_root(body, 0) == header.extrinsics_root || extrinsics_root(body, 2) == header.extrinsics_root;
}

/// The state of a base, where it is given.
struct GivenState {
    MaybeRefusal refusal = {};
    std::unique_ptr<state::Backend> backend = {};
    Database::WholeState whole = {};
};

Refusal bad_root(const primitives::Header& header, const Hash256& root) {
    return {RefusalReason::kBadState, "its state root is " + to_hex_prefixed(header.state_root.bytes) +
                                          ", but that of the state is " + to_hex_prefixed(root.bytes)};
}

Result<GivenState, ChainError> open_given_state(const BlockId& id, const BaseBlock& block,
                                                const storage::Store& chain_store) {
    const auto refuse = [&](std::string text) {
        return GivenState{.refusal = Refusal{RefusalReason::kBadState, std::move(text)}};
    };
    if (auto origin = state::origin_of(chain_store)) {
        if (origin->block() != id.hash || origin->root() != block.header.state_root) {
            return refuse("the state of the fork's origin is that of another block");
        }
        static const RawGenesis kNothing;  // a fork takes nothing of the state before it is read
        return GivenState{.backend = state::make_fork_base(std::move(origin)), .whole = {.entries = &kNothing}};
    }
    if (const auto* entries = std::get_if<RawGenesis>(&block.state)) {
        const auto version = state_version_of(*entries);
        if (!version) return refuse(version.error().to_string());
        const auto root = state_root(*entries, *version);
        if (!root) return refuse(root.error().to_string());
        if (*root != block.header.state_root) return GivenState{.refusal = bad_root(block.header, *root)};
        return GivenState{.backend = std::make_unique<RawStateBackend>(*entries),
                          .whole = {.entries = entries, .version = *version}};
    }
    storage::Store* const store = std::get<storage::Store*>(block.state);
    const auto download = state::StateDownload::open(*store);
    if (!download) return Err(from(download.error()));
    if (!(*download)->is_complete()) return refuse("the download of its state is not complete");
    const state::DownloadTarget target = *(*download)->target();
    if (target.block != id.hash || target.number != id.number) return refuse("the state is that of another block");
    if (target.root != block.header.state_root) return GivenState{.refusal = bad_root(block.header, target.root)};
    auto state = state::open_download(*store);
    if (!state) return Err(from(state.error()));
    return GivenState{.backend = *std::move(state), .whole = {.download = store}};
}

}  // namespace

Result<ImportOutcome, ChainError> Client::import_base(BaseBlock block) {
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    if (block.checks_body && block.body && !is_body_of(*block.body, block.header)) {
        return ImportOutcome::refused(id, {RefusalReason::kBadBody, "its body has another extrinsics root"});
    }
    TRY_ASSIGN(auto state, open_given_state(id, block, impl_->database().store()));
    if (state.refusal) return ImportOutcome::refused(id, *std::move(state.refusal));
    const std::lock_guard lock(impl_->write_mutex);
    TRY_ASSIGN(auto plan, impl_->plan_base(id, block, *state.backend));
    if (plan.refusal) return ImportOutcome::refused(id, *std::move(plan.refusal));
    return impl_->write_base(id, block, plan, state.whole);
}

/// What engine and gadget keep with the base: they ask the runtime in its state, which is not in the database yet.
Result<Client::Impl::BasePlan, ChainError> Client::Impl::plan_base(const BlockId& id, const BaseBlock& block,
                                                                   state::Backend& state) {
    const HeaderVerifier::CallRuntime call = [&](std::string_view method,
                                                 BytesView arguments) -> Result<Bytes, ChainError> {
        state::Overlay overlay(state);
        TRY_ASSIGN(const auto loaded, chain.runtimes->load(overlay, id.number));
        auto result = executor.call(*loaded.runtime, method, arguments, overlay);
        if (!result) return Err(from(result.error()));
        return *std::move(result);
    };
    BasePlan plan{.refusal = {}, .record = {}, .aux = block.aux};
    if (verifier != nullptr) {
        plan.record = TRY(verifier->record_of_base(block.header, call));
        plan.aux.insert(plan.aux.end(), plan.record.aux.begin(), plan.record.aux.end());
    }
    if (gadget != nullptr) {
        TRY_ASSIGN(auto verdict, gadget->begin_at_base(id, block.header, block.authorities, call));
        plan.refusal = std::move(verdict.refusal);
        plan.aux.insert(plan.aux.end(), verdict.aux.begin(), verdict.aux.end());
    }
    return plan;
}

/// With the lock.
Result<ImportOutcome, ChainError> Client::Impl::write_base(const BlockId& id, BaseBlock& block, const BasePlan& plan,
                                                           const Database::WholeState& state) {
    NewBlock base{.hash = id.hash,
                  .header = block.header,
                  .body = std::move(block.body),
                  .justifications = {},
                  .record = plan.record.record,
                  .weight = plan.record.weight};
    if (block.justification) base.justifications = {*block.justification};
    const auto header = std::make_shared<const primitives::Header>(block.header);
    const BlockId old_best = heads.best();
    TRY(database().import_base(base, state, plan.aux));
    heads.set_only(id, base.weight);
    headers.put(id.hash, header);
    runtimes->forget(database().genesis().hash);
    notify(&ClientListener::on_imported, ImportedBlock{.id = id,
                                                       .header = header,
                                                       .origin = BlockOrigin::kNetworkInitialSync,
                                                       .is_new_best = true,
                                                       .route = {.retracted = {}, .common = old_best, .enacted = {id}},
                                                       .runtime_changed = true});
    notify(&ClientListener::on_finalized, FinalizedBlocks{.blocks = {id},
                                                          .pruned = {},
                                                          .header = header,
                                                          .justification = std::move(block.justification),
                                                          .new_best = std::nullopt});
    return ImportOutcome{.kind = ImportOutcome::Kind::kImported, .block = id};
}

/// Also from memory.
Result<void, ChainError> Client::Impl::discard_historic(const BlockGap& gap) {
    std::vector<Hash256> removed;
    for (primitives::BlockNumber number = gap.begin; number < gap.first; ++number) {
        TRY_ASSIGN(const auto hash, blocks().find_hash(number));
        if (hash) removed.push_back(*hash);
    }
    const auto done = database().discard_historic(gap);
    headers.remove(removed);  // also after a failure: a part may be gone
    return done;
}

Result<ImportOutcome, ChainError> Client::import_historic(const HistoricBlock& block) {
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    const std::lock_guard lock(impl_->write_mutex);
    if (TRY(find_header(id.hash)) != nullptr) {
        return ImportOutcome{.kind = ImportOutcome::Kind::kKnown, .block = id};
    }
    TRY_ASSIGN(const auto gap, impl_->blocks().gap());
    if (!gap || id.number < gap->first || id.number > gap->last) {
        return ImportOutcome::refused(id, {RefusalReason::kNotAnAncestor, "no block of its number is missing"});
    }
    return impl_->import_historic(block, id, *gap);
}

Result<ImportOutcome, ChainError> Client::Impl::import_historic(const HistoricBlock& block, const BlockId& id,
                                                                const BlockGap& gap) {
    if (block.body && !is_body_of(*block.body, block.header)) {
        return ImportOutcome::refused(id, {RefusalReason::kBadBody, "its body has another extrinsics root"});
    }
    NewBlock kept{.hash = id.hash, .header = block.header, .body = block.body, .justifications = {}};
    bool is_parent_of_upper = false;
    if (id.number == gap.last) {
        TRY_ASSIGN(const auto upper_hash, blocks().find_hash(id.number + 1));
        TRY_ASSIGN(const auto upper, blocks().find_header(upper_hash.value_or(Hash256())));
        if (!upper)
            return Err(ChainError{ChainError::Kind::kStore, "the database is damaged: the upper end of the gap"});
        is_parent_of_upper = upper->parent_hash == id.hash;
    }
    bool is_child_of_lower = false;
    if (id.number == gap.first) {
        is_child_of_lower = TRY(blocks().find_hash(id.number - 1)) == block.header.parent_hash;
    }
    if (gap.first == gap.last && is_parent_of_upper != is_child_of_lower) {
        if (gap.first == gap.begin) return ImportOutcome::refused(id, not_an_ancestor());
        // The hash at the upper end is certain, as the block there is final: the blocks from below lead elsewhere.
        TRY(discard_historic(gap));
        if (!is_parent_of_upper) return ImportOutcome::refused(id, not_an_ancestor());
        return import_historic(block, id, BlockGap{gap.begin, gap.last, gap.begin});
    }
    // The hash of what has a child above the gap is certain; only what grows from below is checked.
    if (is_child_of_lower && !is_parent_of_upper) {
        TRY_ASSIGN(auto verdict, checks->check_header(id, block.header));
        if (!verdict.good()) return ImportOutcome::refused(id, *std::move(verdict.refusal));
        kept.record = std::move(verdict.record);
        kept.weight = verdict.weight;
    } else if (!is_parent_of_upper) {
        if (id.number == gap.last) return ImportOutcome::refused(id, not_an_ancestor());
        return ImportOutcome::refused(id, {RefusalReason::kUnknownParent, "neither its parent nor its child is known"});
    }
    TRY(database().add_historic(kept, gap));
    headers.put(id.hash, std::make_shared<const primitives::Header>(block.header));
    return ImportOutcome{.kind = ImportOutcome::Kind::kImported, .block = id};
}

}  // namespace serinus::chain
