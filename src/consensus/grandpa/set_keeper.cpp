#include "consensus/grandpa/set_keeper.hpp"

#include "base/hex.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/runtime_call.hpp"
#include "consensus/grandpa/justification.hpp"
#include "platform/log.hpp"

namespace serinus::consensus::grandpa {
namespace {

using chain::ChainError;
using chain::GadgetVerdict;

using chain::Refusal;
using chain::RefusalReason;

constexpr const char* kFinalityLog = "grandpa";

GadgetVerdict refuse_block(RefusalReason reason, std::string text) {
    return {.refusal = Refusal{reason, std::move(text)}};
}

OrFailure<AuthoritySet> set_of(const chain::FinalityAuthorities& given) {
    AuthoritySet set;
    set.set_id = given.set_id;
    for (const auto& [key, weight] : given.authorities) set.current.push_back({{key}, weight});
    return set;
}

OrFailure<AuthoritySet> set_of_state(const chain::HeaderVerifier::CallRuntime& call) {
    AuthoritySet set;
    TRY_ASSIGN(set.current, chain::ask(call, runtime_api::grandpa::kAuthorities));
    TRY_ASSIGN(set.set_id, chain::ask(call, runtime_api::grandpa::kCurrentSetId));
    return set;
}

void log_new_set(const AuthoritySet& set) {
    std::string text = "👴 Applying GRANDPA set change to new set";
    if (set.current.size() > 16) {
        text += " with " + std::to_string(set.current.size()) + " authorities";
    } else {
        const char* separator = " [";
        for (const Authority& authority : set.current) {
            text += separator + to_hex_prefixed(authority.id.bytes) + ": " + std::to_string(authority.weight);
            separator = ", ";
        }
        text += "]";
    }
    log::info(kFinalityLog, text);
}

}  // namespace

SetKeeper::SetKeeper(chain::Client& client, AuthoritySet set, platform::Scheduler& scheduler, Hooks hooks,
                     const HardForks* forks)
    : client_(&client),
      scheduler_(&scheduler),
      hooks_(std::move(hooks)),
      forks_(forks != nullptr ? forks : &HardForks::of_chain(client.genesis().hash)),
      set_(std::move(set)) {}

AuthoritySet SetKeeper::set() const {
    const std::lock_guard lock(mutex_);
    return set_;
}

SetId SetKeeper::set_id() const {
    const std::lock_guard lock(mutex_);
    return set_.set_id;
}

std::optional<BlockNumber> SetKeeper::limit(BlockNumber least) const {
    const std::lock_guard lock(mutex_);
    return set_.limit(least);
}

OrFailure<FinalityPlan> SetKeeper::plan_finality(const BlockId& block) const {
    AuthoritySet next = set();
    TRY_ASSIGN(auto verdict, next.apply_finalized(block, is_above_in(*client_)));
    FinalityPlan plan{std::move(verdict.refusal), verdict.enacted, {}};
    if (verdict.enacted) {
        plan.aux = begin_set(next, block);
    } else if (verdict.changed) {
        plan.aux = {keep_set(next)};
    }
    return plan;
}

OrFailure<GadgetVerdict> SetKeeper::check_block(const BlockId& id, const primitives::Header& header) {
    auto change = forks_->change_of(id, header);
    {
        const std::lock_guard lock(mutex_);
        staged_.reset();
        if (!change && set_.forced.empty() && set_.standard.empty()) return GadgetVerdict{};
    }
    Staged staged{id.hash, set(), std::nullopt, std::nullopt};
    const IsAbove is_above = [&](const Hash256& ancestor, const Hash256& block) -> OrFailure<bool> {
        // The block is not there yet: it is above what its parent is, and above that.
        if (block != id.hash) return is_above_in(*client_)(ancestor, block);
        return ancestor == header.parent_hash || TRY(is_above_in(*client_)(ancestor, header.parent_hash));
    };

    bool changed = false;
    if (change) {
        const bool is_forced = change->forced();
        TRY_ASSIGN(auto verdict, staged.set.add(*std::move(change), is_above));
        if (verdict.refusal) return GadgetVerdict{std::move(verdict.refusal), {}};
        changed = verdict.changed;
        if (changed && is_forced) staged.pause = id.number;
    }
    GadgetVerdict out;
    out.needs_justification = TRY(staged.set.enacts(id, is_above));
    TRY_ASSIGN(auto forced, staged.set.apply_forced(id, is_above));
    if (forced.refusal) return GadgetVerdict{std::move(forced.refusal), {}};
    if (forced.enacted) {
        // The new voters begin where those who were asked had finality, or where we have it.
        const BlockId finalized = client_->finalized();
        const BlockNumber number = std::min(finalized.number, staged.set.history.back().second);
        TRY_ASSIGN(const auto hash, client_->find_hash(number));
        staged.new_set_base = hash ? BlockId{*hash, number} : finalized;
        out.aux = begin_set(staged.set, *staged.new_set_base);
    } else if (changed) {
        out.aux = {keep_set(staged.set)};
    }

    const std::lock_guard lock(mutex_);
    if (changed || forced.enacted) staged_ = std::move(staged);
    return out;
}

/// Observed: import_state of sc_consensus_grandpa, polkadot-stable2407
OrFailure<GadgetVerdict> SetKeeper::begin_at_base(const BlockId& id, const primitives::Header& header,
                                                  const std::optional<chain::FinalityAuthorities>& authorities,
                                                  const chain::HeaderVerifier::CallRuntime& call) {
    TRY_ASSIGN(AuthoritySet next, authorities ? set_of(*authorities) : set_of_state(call));
    if (!is_valid(next.current)) {
        return refuse_block(RefusalReason::kBadAuthorityChange, "no authorities, or one without weight, vote after it");
    }
    // A change without delay counts already.
    if (auto change = forks_->change_of(id, header); change && !change->forced() && change->effective() > id.number) {
        const auto nothing_is_above = [](const Hash256&, const Hash256&) -> OrFailure<bool> { return false; };
        TRY_ASSIGN(auto verdict, next.add(*std::move(change), nothing_is_above));
        if (verdict.refusal) return GadgetVerdict{std::move(verdict.refusal), {}};
    }
    GadgetVerdict out;
    if (const SetId old = set_id(); old == next.set_id) {
        TRY_ASSIGN(const auto records, find_records(*client_, old));
        out.aux = {keep_set(next), keep_rounds(old, continue_rounds(records, id))};
    } else {
        out.aux = end_set(old);
        for (auto& change : begin_set(next, id)) out.aux.push_back(std::move(change));
    }
    const std::lock_guard lock(mutex_);
    staged_ = Staged{id.hash, std::move(next), id, std::nullopt, true};
    return out;
}

OrFailure<bool> SetKeeper::needs_justification(const BlockId& id) {
    const std::lock_guard lock(mutex_);
    return set_.enacts(id, is_above_in(*client_));
}

void SetKeeper::on_imported(const chain::ImportedBlock& block) {
    std::optional<Staged> done;
    {
        const std::lock_guard lock(mutex_);
        if (staged_ && staged_->block == block.id.hash) {
            done = std::exchange(staged_, std::nullopt);
            set_ = done->set;
        }
    }
    if (done && done->pause) hooks_.paused(*done->pause);
    if (done && done->new_set_base) {
        const char* how = done->is_base ? "of the state of" : "forced at";
        log::info(kFinalityLog, std::string("👴 Applying authority set change ") + how + " block #" +
                                    std::to_string(block.id.number));
        log_new_set(done->set);
        hooks_.new_set(*done->new_set_base);
    }
    hooks_.imported(block.id);
}

OrFailure<GadgetVerdict> SetKeeper::check_justification(const BlockId& id, BytesView bytes) {
    const AuthoritySet set = this->set();
    auto justification = scale::decode<Justification>(bytes);
    if (!justification) {
        return refuse_block(RefusalReason::kUndecodableJustification,
                            "it cannot be decoded: " + to_string(justification.error()));
    }
    if (justification->commit.target != id) {
        return refuse_block(RefusalReason::kJustificationOfOtherBlock, "it is for another block");
    }
    TRY_ASSIGN(const auto below, set.change_below(id, is_above_in(*client_)));
    if (below) {
        return refuse_block(RefusalReason::kJustificationTooEarly,
                            "block " + std::to_string(*below) + " changes the authorities and must be final first");
    }
    auto voters = VoterSet::from(set.current);
    if (!voters) return refuse_block(RefusalReason::kBadJustification, "the authorities weigh too much");
    ByteArray<32> randomness;
    scheduler_->fill_random(randomness);
    auto refusal = grandpa::check_justification(*justification, set.set_id,
                                                std::make_shared<const VoterSet>(*std::move(voters)), randomness);
    if (refusal) return GadgetVerdict{std::move(refusal), {}};

    TRY_ASSIGN(auto plan, plan_finality(id));
    if (plan.refusal) return GadgetVerdict{std::move(plan.refusal), {}};
    plan.aux.push_back(keep_best_justification(to_bytes(bytes)));
    return GadgetVerdict{{}, std::move(plan.aux)};
}

void SetKeeper::on_finalized(const chain::FinalizedBlocks& blocks) {
    const BlockId last = blocks.blocks.back();
    bool enacted = false;
    AuthoritySet changed;
    {
        const std::lock_guard lock(mutex_);
        auto verdict = set_.apply_finalized(last, is_above_in(*client_));
        if (!verdict || verdict->refusal) {
            log::error(kFinalityLog, "cannot follow the finality of block #" + std::to_string(last.number) + ": " +
                                         (verdict ? verdict->refusal->text : verdict.error().reason));
        } else if (verdict->changed) {
            changed = set_;
            enacted = verdict->enacted;
        }
    }
    if (!changed.current.empty()) {
        // Again: who made the block final may have planned it before another block signalled a change, or not at all.
        auto aux = enacted ? begin_set(changed, last) : std::vector{keep_set(changed)};
        if (const auto kept = client_->put_aux(std::move(aux)); !kept) log::error(kFinalityLog, kept.error().reason);
    }
    if (enacted) {
        log::info(kFinalityLog,
                  "👴 Applying authority set change scheduled at or before block #" + std::to_string(last.number));
        log_new_set(changed);
        hooks_.new_set(last);
    }
    if (blocks.justification && blocks.justification->engine == primitives::kGrandpaEngine) {
        hooks_.justification(std::make_shared<const Bytes>(blocks.justification->data));
    }
    hooks_.finalized(last);
}

std::optional<BlockLink> ClientVoterChain::find(const Hash256& hash) const {
    const auto header = client_->find_header(hash);
    if (!header) log::error(kFinalityLog, header.error().reason);
    if (!header || !*header) return std::nullopt;
    return BlockLink{(*header)->parent_hash, (*header)->number.value};
}

bool ClientVoterChain::is_same_or_above(const BlockId& ancestor, const BlockId& block) const {
    if (block.number < ancestor.number) return false;
    // Near blocks are in the cache of headers; for far ones the client knows shorter ways.
    if (block.number - ancestor.number < 32) return BlockTree::is_same_or_above(ancestor, block);
    const auto upper = find(block.hash);
    const auto lower = find(ancestor.hash);
    if (!upper || !lower || upper->number != block.number || lower->number != ancestor.number) return false;
    return client_->is_ancestor(ancestor.hash, block.hash).value_or(false);
}

/// Spec: algo-best-prevote-candidate
std::optional<BlockId> ClientVoterChain::best_vote(const BlockId& base) const {
    // Another set may have begun already, by a justification or a forced change.
    if (sets_->set_id() != set_) return std::nullopt;
    const auto leaf = client_->best_containing(base.hash);
    if (!leaf || !*leaf || !find(base.hash)) return std::nullopt;
    const BlockId best = **leaf;

    BlockNumber number = best.number;
    if (const auto limit = sets_->limit(base.number)) number = std::min(number, *limit);
    if (const auto limit = limit_ ? limit_(base, best) : std::nullopt) {
        number = std::max(base.number, std::min(number, *limit));
    }
    number = restrict_vote(rules_, base.number, number, best.number);
    Hash256 hash = best.hash;
    for (BlockNumber at = best.number; at > number; --at) {
        const auto link = find(hash);
        if (!link) return std::nullopt;
        hash = link->parent;
    }
    return BlockId{hash, number};
}

}  // namespace serinus::consensus::grandpa
