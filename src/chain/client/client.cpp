#include "chain/client/client.hpp"

#include <algorithm>

#include "chain/client/client_impl.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/store/columns.hpp"
#include "platform/log.hpp"

namespace serinus::chain {

using Kind = ImportOutcome::Kind;
using primitives::Header;
using primitives::Justification;
using primitives::Justifications;

namespace {

/// Which justifications of a block go to the database with it. Those of a gadget that can check them go there when it
/// checked them; those of other engines that a peer sends are dropped.
template <class HasGadget>
std::optional<Justifications> kept_unchecked(const std::optional<Justifications>& given, BlockOrigin origin,
                                             const HasGadget& has_gadget) {
    const bool trusted = origin == BlockOrigin::kFile || origin == BlockOrigin::kOwn;
    if (!given || !trusted) return std::nullopt;
    Justifications out = *given;
    std::erase_if(out, has_gadget);
    return out.empty() ? std::nullopt : std::optional(std::move(out));
}

}  // namespace

Client::Client() = default;
Client::~Client() = default;

Result<std::unique_ptr<Client>, ChainError> Client::open(ChainSpec spec, const ClientOptions& options,
                                                         EngineFactory& engines) {
    std::unique_ptr<Client> client(new Client);
    client->impl_ = std::make_unique<Impl>(*client, std::move(spec), options.executor);
    TRY(client->impl_->open(options, engines));
    return client;
}

Result<void, ChainError> Client::Impl::open(const ClientOptions& options, EngineFactory& engines) {
    chain = TRY(open_chain(spec, options.database, executor, engines));
    if (options.check_seals) verifier = TRY(engines.make_verifier(chain.engine, options.now_ms));
    offchain = executor::make_local_storage(database().store(), columns::kOffchain);
    runtimes = std::make_unique<BlockRuntimes>(*chain.runtimes, !spec.code_substitutes.empty());
    older = options.older;
    checks = std::make_unique<BlockChecks>(database(), *runtimes, verifier.get(), known_forks(spec));
    return heads.read(database());
}

void Client::add_listener(ClientListener* listener) {
    const std::lock_guard lock(impl_->listeners_mutex);
    impl_->listeners.push_back(listener);
}

void Client::remove_listener(ClientListener* listener) {
    const std::lock_guard lock(impl_->listeners_mutex);
    std::erase(impl_->listeners, listener);
}

void Client::set_gadget(FinalityGadget* gadget) {
    const std::lock_guard lock(impl_->write_mutex);
    impl_->gadget = gadget;
}

void Client::set_proof_gadget(ProofGadget* gadget) {
    const std::lock_guard lock(impl_->write_mutex);
    impl_->proof_gadget = gadget;
}

Result<ImportOutcome, ChainError> Client::import(const primitives::SignedBlock& signed_block, BlockOrigin origin) {
    const primitives::Block& block = signed_block.block;
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    if (TRY(find_header(id.hash)) != nullptr) return impl_->import_known(signed_block, id);
    TRY_ASSIGN(auto header, impl_->checks->check_header(id, block.header));
    return impl_->import(signed_block, id, std::move(header), origin);
}

/// A block that is there, but may come with a justification that its first copy did not have.
Result<ImportOutcome, ChainError> Client::Impl::import_known(const primitives::SignedBlock& signed_block,
                                                             const BlockId& id) {
    ImportOutcome outcome{Kind::kKnown, id};
    if (!signed_block.justifications) return outcome;
    const std::lock_guard lock(write_mutex);
    TRY(take_justifications(id, *signed_block.justifications, outcome));
    return outcome;
}

Result<ImportOutcome, ChainError> Client::Impl::import(const primitives::SignedBlock& signed_block, const BlockId& id,
                                                       HeaderVerdict header, BlockOrigin origin, const Ahead* ahead) {
    const primitives::Block& block = signed_block.block;
    if (TRY(headers.find(blocks(), id.hash)) != nullptr) return import_known(signed_block, id);
    if (!header.good()) return ImportOutcome::refused(id, *std::move(header.refusal));
    TRY_ASSIGN(auto refusal, checks->check_can_append({block.header.parent_hash, id.number - 1}));
    if (refusal) return ImportOutcome::refused(id, *std::move(refusal));
    const auto kept = [&](const BlockEffects& effects) {
        return keep({.hash = id.hash,
                     .header = block.header,
                     .body = block.body,
                     .justifications = signed_block.justifications,
                     .record = header.record,
                     .weight = header.weight},
                    effects, origin);
    };
    auto effects = ahead != nullptr ? ahead->take() : nullptr;
    if (effects == nullptr) {
        TRY_ASSIGN(auto execution, checks->execute_to_keep(block, header.inherents));
        if (!execution.good()) return ImportOutcome::refused(id, *std::move(execution.refusal));
        effects = std::make_shared<const BlockEffects>(std::move(execution.effects));
    }
    if (ahead != nullptr) ahead->executed(effects);
    if (auto outcome = TRY(kept(*effects))) return *std::move(outcome);
    effects.reset();
    // The header claims another root than it must: the runtime says what it thinks of that.
    TRY_ASSIGN(const auto again, checks->execute(block, header.inherents));
    if (!again.good()) return ImportOutcome::refused(id, *again.refusal);
    return TRY(kept(again.effects)).value();
}

Result<ImportOutcome, ChainError> Client::import_built(BuiltBlock built) {
    Header& header = built.block.header;
    const BlockId id{primitives::header_hash(header), header.number};
    if (!is_revertible() && TRY(find_header(id.hash)) != nullptr) return ImportOutcome{Kind::kKnown, id};
    TRY_ASSIGN(auto verdict, impl_->checks->check_header(id, header));
    if (!verdict.good()) return ImportOutcome::refused(id, *std::move(verdict.refusal));
    return TRY(impl_->keep({.hash = id.hash,
                            .header = std::move(header),
                            .body = std::move(built.block.body),
                            .justifications = std::nullopt,
                            .record = std::move(verdict.record),
                            .weight = verdict.weight},
                           built.effects, BlockOrigin::kOwn))
        .value();
}

Result<std::optional<ImportOutcome>, ChainError> Client::Impl::keep(NewBlock block, const BlockEffects& effects,
                                                                    BlockOrigin origin) {
    const std::lock_guard lock(write_mutex);
    const BlockId id{block.hash, block.header.number};
    const Hash256 parent = block.header.parent_hash;
    // While it was checked another thread may have brought it, or made a fork final. What is built on a fork is wanted:
    // the head may have been set to before the block, which is the same again.
    const bool is_there = TRY(blocks().find_header(id.hash)).has_value();
    if (is_there && (origin != BlockOrigin::kOwn || !database().is_revertible())) {
        return std::optional(ImportOutcome{Kind::kKnown, id});
    }
    TRY_ASSIGN(auto refusal, checks->check_can_append({parent, id.number - 1}));
    if (refusal) return std::optional(ImportOutcome::refused(id, *std::move(refusal)));
    GadgetVerdict verdict;
    if (gadget != nullptr) verdict = TRY(gadget->check_block(id, block.header));
    if (verdict.refusal) return std::optional(ImportOutcome::refused(id, *std::move(verdict.refusal)));

    const auto given = std::move(block.justifications);
    block.justifications = kept_unchecked(given, origin, [&](const Justification& one) {
        return (gadget != nullptr && one.engine == primitives::kGrandpaEngine) || is_proof(one);
    });
    ImportedBlock event{.id = id, .header = std::make_shared<const Header>(block.header), .origin = origin};
    TRY_ASSIGN(auto added, database().add(block, effects, verdict.aux));
    if (added.has_other_root) return std::optional<ImportOutcome>();
    // From here on nothing is read that could fail: memory and listeners must not be behind the disk.
    event.is_new_best = added.is_best;
    event.route = std::move(added.route);
    event.runtime_changed = runtimes->learn(id.hash, block.header, effects.changes);
    event.changes = &effects.changes;
    headers.put(id.hash, event.header);
    if (is_there) calls.cache().clear();  // the block may have another state than before
    if (!is_there) heads.added(id, parent, block.weight);
    if (event.is_new_best) heads.set_best(id);
    notify(&ClientListener::on_imported, event);

    ImportOutcome outcome{.kind = Kind::kImported, .block = id};
    if (given) TRY(take_justifications(id, *given, outcome));
    outcome.needs_justification = verdict.needs_justification && heads.finalized().number < id.number;
    if (event.is_new_best) canonicalize_states();
    return std::optional(std::move(outcome));
}

/// The block is imported whether or not this succeeds; the next import tries it again.
void Client::Impl::canonicalize_states() {
    if (const auto pruned = database().advance_state_base()) {
        forget(*pruned);
    } else {
        log::warn("db", "Cannot make the states of old blocks final: " + pruned.error().reason);
    }
}

/// If what came with a block does not make it final, the block is as good as without it.
Result<void, ChainError> Client::Impl::take_justifications(const BlockId& id, Justifications justifications,
                                                           ImportOutcome& outcome) {
    for (Justification& one : justifications) {
        if (is_proof(one)) proof_gadget->take_proof(id, std::move(one.data));
        if (gadget == nullptr || one.engine != primitives::kGrandpaEngine) continue;
        if (id.number <= heads.finalized().number) continue;
        TRY_ASSIGN(auto done, import_justification(id, std::move(one)));
        if (done.refusal) outcome.bad_justification = std::move(done.refusal);
    }
    return {};
}

Result<JustificationOutcome, ChainError> Client::Impl::import_justification(const BlockId& id,
                                                                            Justification justification) {
    using Outcome = JustificationOutcome;
    if (is_proof(justification)) {
        TRY_ASSIGN(auto refusal, proof_gadget->check_proof(id, justification.data));
        if (refusal) return Outcome::refused(id, *std::move(refusal));
        proof_gadget->take_proof(id, std::move(justification.data));
        return Outcome{Outcome::Kind::kTaken, id};
    }
    const BlockId finalized = heads.finalized();
    if (id.number <= finalized.number) {
        if (TRY(blocks().find_hash(id.number)) == id.hash) return Outcome{Outcome::Kind::kKnown, id};
        return Outcome::refused(id, {RefusalReason::kJustificationTooLate, "another block of its number is final"});
    }
    if (gadget == nullptr || justification.engine != primitives::kGrandpaEngine) {
        return Outcome::refused(id, {RefusalReason::kNoGadget, "no finality gadget can check it"});
    }
    TRY_ASSIGN(auto verdict, gadget->check_justification(id, justification.data));
    if (verdict.refusal) return Outcome::refused(id, *std::move(verdict.refusal));
    TRY_ASSIGN(const bool done, finalize(id.hash, std::move(justification), verdict.aux));
    if (done) return Outcome{Outcome::Kind::kFinalized, id};
    return Outcome::refused(id, {RefusalReason::kNotAboveFinalized, "its block is not above the last finalized one"});
}

Result<JustificationOutcome, ChainError> Client::import_justification(const Hash256& block,
                                                                      Justification justification) {
    const std::lock_guard lock(impl_->write_mutex);
    TRY_ASSIGN(const auto header, find_header(block));
    if (header == nullptr) {
        return JustificationOutcome::refused({block, 0}, {RefusalReason::kUnknownBlock, "its block is not known"});
    }
    return impl_->import_justification({block, header->number.value}, std::move(justification));
}

Result<bool, ChainError> Client::append_justification(const Hash256& block, Justification justification,
                                                      std::vector<AuxChange> aux) {
    const std::lock_guard lock(impl_->write_mutex);
    TRY_ASSIGN(const BlockId id, impl_->id_of(block));
    if (id.number > impl_->heads.finalized().number || TRY(impl_->blocks().find_hash(id.number)) != block) return false;
    TRY(impl_->database().append_justification(block, std::move(justification), aux));
    return true;
}

Client::Read<bool> Client::needs_justification(const Hash256& block) {
    const std::lock_guard lock(impl_->write_mutex);
    TRY_ASSIGN(const BlockId id, impl_->id_of(block));
    if (impl_->gadget == nullptr || id.number <= impl_->heads.finalized().number) return false;
    return impl_->gadget->needs_justification(id);
}

Result<JustificationOutcome, ChainError> Client::finalize_by_plan(const Hash256& block,
                                                                  const MakeFinalityPlan& make_plan) {
    using Outcome = JustificationOutcome;
    const std::lock_guard lock(impl_->write_mutex);
    TRY_ASSIGN(const BlockId id, impl_->id_of(block));
    const BlockId last = impl_->heads.finalized();
    const auto refuse = [&] {
        return Outcome::refused(id, {RefusalReason::kNotAboveFinalized, "it is not above the last finalized block"});
    };
    if (id.number <= last.number) return refuse();
    TRY_ASSIGN(auto plan, make_plan(id, last));
    if (plan.refusal) return Outcome::refused(id, *std::move(plan.refusal));
    TRY_ASSIGN(const bool done, impl_->finalize(block, std::move(plan.justification), plan.aux));
    return done ? Outcome{Outcome::Kind::kFinalized, id} : refuse();
}

Result<void, ChainError> Client::exclude(const Hash256& block) { return impl_->set_excluded(block, true); }
Result<void, ChainError> Client::readmit(const Hash256& block) { return impl_->set_excluded(block, false); }

Result<void, ChainError> Client::Impl::set_excluded(const Hash256& block, bool excluded) {
    const std::lock_guard lock(write_mutex);
    TRY(id_of(block));
    TRY_ASSIGN(auto change, database().set_excluded(block, excluded));
    if (!change) return {};
    BestChanged event{.best = change->best, .header = change->header, .route = std::move(change->route)};
    heads.set_best(event.best);
    headers.put(event.best.hash, event.header);
    notify(&ClientListener::on_best_changed, event);
    return {};
}

bool Client::is_revertible() const noexcept { return impl_->database().is_revertible(); }

Result<bool, ChainError> Client::set_head(const Hash256& block, bool is_final) {
    const std::lock_guard lock(impl_->write_mutex);
    TRY_ASSIGN(auto header, impl_->headers.find(impl_->blocks(), block));
    TRY_ASSIGN(auto change, impl_->database().set_head(block, is_final));
    if (!change.best && !change.finalized) return false;
    BestChanged event{.best = impl_->heads.best(),
                      .header = std::move(header),
                      .route = {.retracted = {}, .common = impl_->heads.best(), .enacted = {}},
                      .is_set = true,
                      .finalized = change.finalized};
    if (change.best) {
        event.best = change.best->best;
        event.route = std::move(change.best->route);
    }
    impl_->heads.set_best(event.best);
    if (event.finalized) impl_->heads.set_finalized(*event.finalized, std::nullopt);
    impl_->notify(&ClientListener::on_best_changed, event);
    return true;
}

Result<bool, ChainError> Client::finalize(const Hash256& block, std::optional<Justification> justification,
                                          std::vector<AuxChange> aux) {
    const std::lock_guard lock(impl_->write_mutex);
    return impl_->finalize(block, std::move(justification), aux);
}

Result<bool, ChainError> Client::Impl::finalize(const Hash256& block, std::optional<Justification> justification,
                                                std::span<const AuxChange> aux) {
    TRY_ASSIGN(auto header, headers.find(blocks(), block));
    auto change = database().finalize(block, justification, aux);
    if (!change) {
        (void)heads.read(database());  // states of forks may be gone already
        return Err(std::move(change.error()));
    }
    if (!*change) return false;
    if ((*change)->blocks.empty()) return true;
    FinalizedBlocks event{.blocks = std::move((*change)->blocks),
                          .pruned = std::move((*change)->pruned),
                          .header = std::move(header),
                          .justification = std::move(justification),
                          .new_best = std::nullopt};
    if ((*change)->route) {
        event.route = *std::move((*change)->route);
        event.new_best = event.route.enacted.empty() ? event.route.common : event.route.enacted.back();
    }
    heads.set_finalized(event.blocks.back(), event.new_best);
    forget(event.pruned);
    notify(&ClientListener::on_finalized, event);
    return true;
}

void Client::Impl::forget(const std::vector<Hash256>& pruned) {
    if (pruned.empty()) return;
    heads.removed(pruned);
    headers.remove(pruned);
    for (const Hash256& hash : pruned) runtimes->forget(hash);
}

Result<void, ChainError> Client::put_aux(std::vector<AuxChange> changes) { return impl_->database().put_aux(changes); }

Result<void, ChainError> Client::sync() { return impl_->database().sync(); }

}  // namespace serinus::chain
