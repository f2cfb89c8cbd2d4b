#include "parachain/simulation/simulation.hpp"

#include "parachain/simulation/sim_nodes.hpp"

namespace serinus::parachain::simulation {
namespace {

std::shared_ptr<const ApprovalSession> approval_session(const StatementWorld& world) {
    auto out = std::make_shared<ApprovalSession>();
    out->validators = world.session.validators;
    out->config.keys = world.session.validators;
    out->config.groups = world.session.groups;
    out->config.cores = static_cast<uint32_t>(world.session.groups.size());
    out->config.modulo_samples = 1;
    out->config.delay_tranches = 20;
    out->no_show_slots = 1;
    out->needed_approvals = 2;
    out->max_coalesced = 3;
    return out;
}

}  // namespace

Simulation::Simulation(SimulationOptions options, uint64_t seed)
    : options_(std::move(options)),
      random_(seed),
      world_(options_.validators, options_.group_size, kLookahead),
      chain_(world_, options_.rotation),
      links_(clock_, random_, options_.links),
      code_(erasure::Code::for_validators(options_.validators).value()),
      approval_session_(approval_session(world_)),
      final_hash_(chain_.genesis().hash) {
    const SessionGrid grid(options_.validators, {static_cast<uint8_t>(seed)});
    for (uint32_t i = 0; i < options_.validators; ++i) {
        numbers_[peer(i)] = i;
        validators_.push_back(std::make_unique<Validator>(chain_, i));
        if (const auto lies = options_.liars.find(i); lies != options_.liars.end()) {
            validators_.back()->lies = lies->second;
        }
    }
    for (const auto& [core, kind] : options_.collators) {
        const uint32_t number = options_.validators + static_cast<uint32_t>(collators_.size());
        numbers_[peer(number)] = number;
        collators_.push_back(std::make_unique<Collator>(number, core, kind));
        collators_.back()->version = static_cast<uint8_t>(2 + random_() % 3);
    }
    for (const auto& node : validators_) {
        Validator& at = *node;
        at.leaf = chain_.genesis().hash;
        StatementDistribution::Effects none;
        at.statements.set_topology(StatementWorld::kSession, grid, at.own, none);
        GossipSupport support({authority_numbered(at.number)}, [this](const AuthorityId& key) {
            return std::set{peer(load_le<uint32_t>(key.data()) - 1)};
        });
        GossipSupport::Effects effects;
        support.on_leaf({StatementWorld::kSession, world_.session.discovery_keys, {static_cast<uint8_t>(seed)}},
                        world_.session.discovery_keys, 0, effects);
        for (const auto& effect : effects) {
            const auto* peers = std::get_if<GossipSupportEffect::Peers>(&effect.v);
            if (peers == nullptr) continue;
            ApprovalGossip::Effects nothing;
            at.bitfields.set_topology(peers->session, peers->topology);
            at.gossip.set_topology(peers->session, peers->topology, nothing);
        }
        for (uint32_t other = 0; other < options_.validators; ++other) {
            if (other == at.number) continue;
            at.statements.connect(peer(other), {authority_numbered(other)});
            at.bitfields.connect(peer(other));
            at.gossip.connect(peer(other));
        }
        if (!at.lies.is_dead) clock_.after(random_() % 250, [this, &at] { tick(at); });
    }
    for (const auto& collator : collators_) {
        CollatorSide::Effects out;
        collator->side.set_authoring(true, out);
        dial(*collator);
    }
}

Simulation::~Simulation() = default;

uint32_t Simulation::nodes() const { return static_cast<uint32_t>(validators_.size() + collators_.size()); }

bool Simulation::is_honest(uint32_t node) const {
    if (node < validators_.size()) return !validators_[node]->lies.any();
    return collators_.at(node - validators_.size())->kind == CollatorKind::kHonest;
}

Simulation::Validator* Simulation::living(uint32_t number) {
    if (number >= validators_.size() || validators_[number]->lies.is_dead) return nullptr;
    return validators_[number].get();
}

void Simulation::cost(uint32_t by, const PeerId& of, bool is_cost, std::string what) {
    if (is_cost && is_honest(by) && is_honest(number_of(of))) report_.costs.insert(std::move(what));
}

void Simulation::run_slots(uint64_t slots) {
    for (uint64_t i = 0; i < slots; ++i) {
        ++slot_;
        clock_.at(slot_ * kSlotMs, [this, slot = slot_] { on_slot(slot); });
        clock_.run_until((slot_ + 1) * kSlotMs - 1);
    }
}

void Simulation::on_slot(uint64_t slot) {
    if (Validator* at = living(static_cast<uint32_t>(slot % validators_.size()))) author(*at, slot);
    if (slot > options_.slots_without_finality) clock_.after(3000, [this] { finalize(); });
    cut_links();
}

void Simulation::author(Validator& at, uint64_t slot) {
    SimInherent inherent;
    const auto cores = chain_.core_states(at.leaf);
    inherent.bitfields = select_bitfields(cores, at.seen_bitfields[at.leaf]);
    const auto plan = plan_candidates(cores, inherent.bitfields, chain_.at(at.leaf).number);
    inherent.candidates = select_candidates(plan, at.leaf, at.prospective, at.backing);
    const SimBlock& block = chain_.add(at.leaf, slot, inherent);
    ++report_.blocks;
    report_.best = std::max(report_.best, block.number);
    for (const Included& one : block.included) {
        const auto& [receipt, is_valid] = truth_.at(one.hash);
        if (!is_valid) report_.invalid_included.insert(one.hash);
        ++report_.included[receipt.descriptor.para_id];
        report_.last_included_at[receipt.descriptor.para_id] = block.number;
    }
    on_block(at, block.hash);
    for (const auto& node : validators_) {
        if (node->number == at.number || node->lies.is_dead) continue;
        clock_.after(50 + 3 * links_.delay(), [this, &to = *node, hash = block.hash] { on_block(to, hash); });
    }
    for (const auto& node : collators_) {
        clock_.after(50 + 3 * links_.delay(), [this, &to = *node, hash = block.hash] { on_block(to, hash); });
    }
}

void Simulation::on_block(Validator& at, const Hash256& hash) {
    const SimBlock& block = chain_.at(hash);
    if (at.imported.contains(hash)) return;
    // Blocks come after their parents.
    if (block.number > 1) on_block(at, block.parent);
    at.imported.insert(hash);
    for (const CandidateHash& backed : block.backed) {
        Retention::Effects out;
        at.retention.on_backed(backed, validators_.size(), clock_.now() / 1000, out);
    }
    Retention::Effects kept;
    for (const Included& one : block.included) at.retention.on_included(one.hash, block.number, hash, kept);
    if (block.number <= chain_.at(at.leaf).number) return;  // a fork that is not the best
    activate(at, block);
    deactivate_old(at, block);
    at.leaf = hash;
    send_view(at);
    fetch_chunks(at, block);
    clock_.after(kBitfieldDelayMs, [this, &at, hash] { sign_bitfield(at, hash); });
}

void Simulation::activate(Validator& at, const SimBlock& block) {
    const Hash256& hash = block.hash;
    at.prospective.activate(chain_.prospective_facts(hash), chain_);
    const auto path = chain_.path(hash, kLookahead);
    for (const Hash256& one : path) at.backing.activate(chain_.backing_facts(one, at.own));
    StatementDistribution::Effects statements;
    at.statements.activate(chain_.statement_leaf(hash, at.own), statements);
    CollationLeaf leaf{
        path, block.number, block.slot, block.parent, StatementWorld::kSession, chain_.claim_queue(), kLookahead, {}};
    for (const Hash256& one : path) {
        if (const auto core = at.backing.own_core(one)) leaf.cores[one] = *core;
    }
    ValidatorSide::Effects collation;
    at.side.activate(std::move(leaf), clock_.now(), collation);
    at.bitfields.activate(hash, StatementWorld::kSession, world_.session.validators);
    at.leaves.insert(hash);

    ApprovalBlock approval{
        hash, block.parent, block.number, block.slot, StatementWorld::kSession, approval_session_, {}, {}};
    std::copy_n(block.storage_root.bytes.begin(), 32, approval.story.begin());
    for (const Included& one : block.included) approval.candidates.push_back({one.hash, one.core, one.group});
    const Tick now = clock_.now() / kTickMs;
    ApprovalVoting::Effects voting, more;
    ApprovalGossip::Effects gossip;
    at.voting.import_block(
        approval, std::pair(world_.keys[at.number], at.own),
        [this] {
            ByteArray<32> out{};
            store_le(out.data(), random_());
            return out;
        },
        now, voting);
    at.gossip.on_block(approval, now, draw(), gossip, more);
    carry_out(at, statements);
    carry_out(at, collation);
    carry_out(at, voting);
    carry_out(at, gossip);
    carry_out(at, more);
}

void Simulation::deactivate_old(Validator& at, const SimBlock& block) {
    for (const Hash256& old : std::set(at.leaves)) {
        if (old == block.hash) continue;
        at.leaves.erase(old);
        at.prospective.deactivate(old);
        at.statements.deactivate(old);
        ValidatorSide::Effects collation;
        at.side.deactivate(old, collation);
        carry_out(at, collation);
        at.chunk_fetching.deactivate(old);
        at.bitfields.deactivate(old);
        at.seen_bitfields.erase(old);
    }
    const auto path = chain_.path(block.hash, kLookahead);
    at.backing.retain({path.begin(), path.end()});
}

void Simulation::send_view(Validator& at) {
    const View view{{at.leaf}, chain_.at(final_hash_).number};
    for (uint32_t other = 0; other < validators_.size(); ++other) {
        if (other == at.number || living(other) == nullptr) continue;
        links_.notify(at.number, other, [this, from = at.number, other, view] {
            Validator& to = *validators_[other];
            StatementDistribution::Effects statements;
            BitfieldGossip::Effects bitfields;
            ApprovalGossip::Effects approvals;
            to.statements.on_view(peer(from), view, statements);
            to.bitfields.on_view(peer(from), view, draw()(1, 4), bitfields);
            to.gossip.on_view(peer(from), view, draw(), approvals);
            carry_out(to, statements);
            carry_out(to, bitfields);
            carry_out(to, approvals);
        });
    }
    for (const uint32_t collator : at.collators) {
        links_.notify(at.number, collator, [this, from = at.number, collator, view] {
            Collator& to = *collators_[collator - validators_.size()];
            CollatorSide::Effects out;
            to.side.on_view(peer(from), view, out);
            carry_out(to, out);
        });
    }
}

void Simulation::finalize() {
    std::vector<BlockNumber> votes;
    for (const auto& node : validators_) {
        if (node->lies.is_dead) {
            votes.push_back(0);
            continue;
        }
        const auto vote = choose_finality_vote(
            node->voting, {final_hash_, chain_.at(final_hash_).number}, {node->leaf, chain_.at(node->leaf).number},
            [&](SessionIndex, const CandidateHash& hash) { return node->disputed.contains(hash); });
        votes.push_back(vote.number);
    }
    std::sort(votes.rbegin(), votes.rend());
    const BlockNumber number = votes[votes.size() * 2 / 3];
    if (number <= report_.finalized) return;
    const auto path = chain_.path(validators_.front()->leaf, 1000);
    for (const Hash256& one : path) {
        if (chain_.at(one).number == number) final_hash_ = one;
    }
    if (chain_.at(final_hash_).number != number) return;
    report_.finalized = number;
    for (const auto& node : validators_) {
        ApprovalGossip::Effects out;
        Retention::Effects kept;
        node->voting.on_finalized(number, final_hash_);
        node->gossip.on_finalized(number, out);
        node->retention.on_finalized(
            number,
            [&](BlockNumber one) -> std::optional<Hash256> {
                for (const Hash256& hash : chain_.path(final_hash_, 1000)) {
                    if (chain_.at(hash).number == one) return hash;
                }
                return std::nullopt;
            },
            clock_.now() / 1000, kept);
        ScoreBumps bumps;
        std::vector<CommittedCandidateReceipt> receipts;
        std::set<CandidateHash> included;
        for (const Included& one : chain_.at(final_hash_).included) {
            receipts.push_back(one.receipt);
            included.insert(one.hash);
        }
        add_bumps(included, receipts, bumps);
        std::set<ParaId> paras;
        for (const auto& [para, head] : chain_.at(final_hash_).heads) paras.insert(para);
        node->side.on_finalized(number, bumps, paras, clock_.now());
        carry_out(*node, out);
    }
}

void Simulation::cut_links() {
    for (uint32_t a = 0; a < validators_.size(); ++a) {
        for (uint32_t b = a + 1; b < validators_.size(); ++b) {
            const bool is_to_cut = random_() % 100 < options_.cut_percent_per_slot;
            if (!is_to_cut || links_.is_cut(a, b)) continue;
            links_.cut(a, b);
            for (const auto& [at, other] : {std::pair(a, b), std::pair(b, a)}) {
                validators_[at]->statements.disconnect(peer(other));
                validators_[at]->bitfields.disconnect(peer(other));
                validators_[at]->gossip.disconnect(peer(other));
            }
            clock_.after(1000 + random_() % 8000, [this, a, b] {
                links_.heal(a, b);
                for (const auto& [at, other] : {std::pair(a, b), std::pair(b, a)}) {
                    validators_[at]->statements.connect(peer(other), {authority_numbered(other)});
                    validators_[at]->bitfields.connect(peer(other));
                    validators_[at]->gossip.connect(peer(other));
                }
                if (living(a) != nullptr) send_view(*validators_[a]);
                if (living(b) != nullptr) send_view(*validators_[b]);
            });
        }
    }
}

void Simulation::tick(Validator& at) {
    StatementDistribution::Effects statements;
    at.statements.send_requests(clock_.now(), statements);
    carry_out(at, statements);
    ValidatorSide::Effects collation;
    at.side.plan(clock_.now(), collation);
    carry_out(at, collation);
    ApprovalVoting::Effects voting;
    at.voting.on_time(clock_.now() / kTickMs, voting);
    at.voting.take_records();
    carry_out(at, voting);
    std::vector<CandidateHash> recovering;
    for (const auto& [hash, job] : at.jobs) {
        if (job.recovery != nullptr) recovering.push_back(hash);
    }
    for (const CandidateHash& hash : recovering) {
        const auto job = at.jobs.find(hash);
        if (job == at.jobs.end()) continue;
        Recovery::Effects out;
        job->second.recovery->on_time(clock_.now(), out);
        carry_out(at, hash, out);
    }
    clock_.after(250, [this, &at] { tick(at); });
}

bool Simulation::is_final_invalid() const {
    for (const Hash256& hash : chain_.path(final_hash_, 100'000)) {
        for (const Included& one : chain_.at(hash).included) {
            if (!truth_.at(one.hash).second) return true;
        }
    }
    return false;
}

Simulation::Kept Simulation::kept() const {
    Kept out;
    for (const auto& node : validators_) {
        out.blocks = std::max(out.blocks, node->statements.block_count());
        out.candidates = std::max(out.candidates, node->statements.candidate_count());
        out.requests = std::max(out.requests, node->statements.request_count());
        out.segments = std::max(out.segments, node->side.offers().segment_count());
        out.approval_blocks = std::max(out.approval_blocks, node->voting.block_count());
        out.approval_candidates = std::max(out.approval_candidates, node->voting.candidate_count());
        out.gossip_blocks = std::max(out.gossip_blocks, node->gossip.block_count());
        out.fetches = std::max(out.fetches, node->chunk_fetching.size());
    }
    return out;
}

}  // namespace serinus::parachain::simulation
