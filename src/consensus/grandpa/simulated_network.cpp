#include "consensus/grandpa/gossip_check.hpp"
#include "consensus/grandpa/simulated_world.hpp"

namespace serinus::consensus::grandpa::test {

std::optional<BlockLink> Node::find(const Hash256& hash) const {
    const auto found = blocks.find(hash);
    if (found == blocks.end()) return std::nullopt;
    return BlockLink{found->second.hash, found->second.number + 1};
}

std::optional<BlockId> Node::best_above(const BlockId& base) const {
    std::vector<BlockId> highest_first;
    for (const auto& [hash, parent] : blocks) highest_first.push_back({hash, parent.number + 1});
    std::ranges::sort(highest_first, std::ranges::greater(),
                      [](const BlockId& block) { return std::pair(block.number, block.hash); });
    const auto found =
        std::ranges::find_if(highest_first, [&](const BlockId& block) { return is_same_or_above(base, block); });
    return found == highest_first.end() ? std::nullopt : std::optional(*found);
}

std::optional<BlockId> Node::best_vote(const BlockId& base) const {
    if (disk.set.set_id != voter_set) return std::nullopt;
    const auto best = best_above(base);
    if (!best) return std::nullopt;
    BlockNumber number = best->number;
    if (const auto limit = disk.set.limit(base.number)) number = std::min(number, *limit);
    number = restrict_vote(world->options.rules, base.number, number, best->number);
    BlockId at = *best;
    while (at.number > number) at = {find(at.hash)->parent, at.number - 1};
    return at;
}

/// Weights differ a little, and faulty have less than a third.
AuthorityList World::random_set() {
    for (;;) {
        AuthorityList out;
        Weight total = 0, faulty_weight = 0;
        for (const auto& node : nodes) {
            if (node->gone || (chance(0.2) && out.size() + 4 < nodes.size())) continue;
            const Weight weight = 1 + below(3);
            out.push_back({node->id(), weight});
            total += weight;
            if (node->fault) faulty_weight += weight;
        }
        if (!out.empty() && faulty_weight * 3 < total) return out;
    }
}

void World::run() {
    const Hash256 genesis_hash = named_hash("genesis");
    blocks[genesis_hash] = {{genesis_hash, 1}, {}, nullptr, 0, std::nullopt};
    block_list.push_back({genesis_hash, 1});
    highest_final = {genesis_hash, 1};
    for (size_t i = 0; i < options.nodes; ++i) {
        auto node = std::make_unique<Node>();
        node->world = this;
        node->index = i;
        if (i < options.faulty) node->fault = options.fault.value_or(static_cast<Fault>(below(kFaultKinds)));
        node->blocks[genesis_hash] = {{}, 0};
        node->peers = PeerViews({.neighbor_period = 5 * kGossip, .answer_period = 5 * kGossip});
        nodes.push_back(std::move(node));
    }
    std::set<AuthorityId> faulty;
    for (const auto& node : nodes) {
        if (node->fault) faulty.insert(node->id());
    }
    watch.emplace(tree, std::move(faulty));
    group.assign(options.nodes, 0);
    AuthorityList first = test_authorities(options.nodes);
    for (auto& node : nodes) {
        node->disk.set.current = first;
        node->disk.finalized = highest_final;
        connect(*node);
        begin_voter(*node);
    }
    at(kSlot, [this] { author(); });
    if (options.partitions) at(1000, [this] { partition(); });
    if (options.force_change) {
        at(options.heal_at / 3, [this] {
            // More than a third stops for good.
            for (size_t i = 0; i < options.nodes / 3 + 1; ++i) {
                Node& node = *nodes[options.nodes - 1 - i];
                node.gone = node.down = true;
                disconnect(node);
            }
            one_chain = true;
        });
    }
    while (now <= options.end && report.violations.empty() && time.run_next()) {
    }
    report.trace_hash = time.trace_hash();
    for (const auto& node : nodes) {
        report.highest_set = std::max(report.highest_set, node->disk.set.set_id);
        if (node->fault || node->gone) continue;
        report.finalized.push_back(node->disk.finalized.number);
        if (node->voter) report.rounds[node->voter_set].push_back(node->voter->best_round().number());
    }
    report.best = std::ranges::max(block_list, {}, &BlockId::number).number;
}

void World::author() {
    at(now + kSlot, [this] { author(); });
    Node& node = *nodes[below(nodes.size())];
    if (node.down) return;
    auto parent = node.best_above(node.disk.finalized);
    SERINUS_ASSERT(parent.has_value());
    if (one_chain && *parent != std::ranges::max(block_list, {}, &BlockId::number)) return;
    if (!one_chain && chance(options.forks)) {  // an author that has not heard of the last blocks
        for (uint64_t back = below(4); back > 0 && parent->number > node.disk.finalized.number; --back) {
            parent = BlockId{node.find(parent->hash)->parent, parent->number - 1};
        }
    }
    SimBlock block{{named_hash("block " + std::to_string(block_list.size())), parent->number + 1},
                   parent->hash,
                   &blocks.at(parent->hash),
                   node.index,
                   {}};
    const auto signal = [&](BlockNumber delay, decltype(PendingChange::when) when) {
        block.change = PendingChange{random_set(), delay, block.id.number, block.id.hash, when};
    };
    // A runtime schedules no change before the last one on its chain is in force.
    bool pending = false;
    for (BlockId at = *parent; at.number > 1; at = {blocks.at(at.hash).parent, at.number - 1}) {
        const auto& change = blocks.at(at.hash).change;
        pending = pending || (change && change->effective() >= block.id.number);
        if (change || block.id.number - at.number > 20) break;
    }
    if (!pending && chance(options.set_changes)) {
        signal(static_cast<BlockNumber>(below(5)), WhenFinalized{});
    } else if (options.force_change && one_chain && !forced && now > options.heal_at / 2) {
        std::vector<BlockNumber> heights;
        for (const auto& one : nodes) {
            if (!one->gone) heights.push_back(one->disk.finalized.number);
        }
        std::ranges::sort(heights);
        signal(3, WhenImported{heights[heights.size() / 2]});
        forced = true;
    }
    blocks[block.id.hash] = block;
    block_list.push_back(block.id);
    for (size_t i = 0; i < nodes.size(); ++i) {
        const Millis delay = i == node.index ? 0 : below(options.max_delay);
        at(now + delay, [this, i, hash = block.id.hash] { deliver_block(i, hash); });
    }
}

/// Blocks arrive at all nodes: one that was down asks for them later.
void World::deliver_block(size_t to, const Hash256& hash) {
    Node& node = *nodes[to];
    const SimBlock& block = blocks.at(hash);
    if (node.gone || node.blocks.contains(hash)) return;
    const bool has_parent = node.blocks.contains(block.parent);
    const BlockNumber finalized = node.disk.finalized.number;
    // On a dead fork; then it is never imported.
    if (!node.down && (block.id.number <= finalized || (!has_parent && block.id.number == finalized + 1))) return;
    if (node.down || !has_parent || !can_have(node, block)) {
        at(now + kSlot / 2, [this, to, hash] { deliver_block(to, hash); });
        return;
    }
    try {
        import(node, block);
    } catch (const Crash&) {
        crash(node);
        at(now + kSlot, [this, to, hash] { deliver_block(to, hash); });
    }
}

void World::import(Node& node, const SimBlock& block) {
    maybe_crash();
    if (!node.is_same_or_above(node.disk.finalized, {block.parent, block.id.number - 1})) return;
    const IsAbove is_above = [&](const Hash256& ancestor, const Hash256& of) -> OrFailure<bool> {
        if (of != block.id.hash) return node.is_above()(ancestor, of);
        return ancestor == block.parent || *node.is_above()(ancestor, block.parent);
    };
    AuthoritySet next = node.disk.set;
    if (block.change) {
        const auto verdict = *next.add(*block.change, is_above);
        if (verdict.refusal) return;
    }
    const auto applied = *next.apply_forced(block.id, is_above);
    if (applied.refusal) return violation("a forced change cannot be applied: " + applied.refusal->text);
    node.blocks[block.id.hash] = {block.parent, block.id.number - 1};
    node.disk.set = std::move(next);
    if (block.change && block.change->forced() && !applied.enacted) {
        auto& rounds = node.disk.records[node.disk.set.set_id].first;
        if (rounds.completed.empty()) rounds = first_rounds(node.disk.finalized);
        rounds.paused = true;
        node.voter.reset();
        return;
    }
    if (applied.enacted) {
        const BlockNumber number = std::min(node.disk.finalized.number, node.disk.set.history.back().second);
        BlockId base = node.disk.finalized;
        while (base.number > number) base = {node.find(base.hash)->parent, base.number - 1};
        node.disk.records[node.disk.set.set_id] = {first_rounds(base), {}};
        begin_voter(node);
        return;
    }
    act(node, BlocksImported{});
}

void World::begin_voter(Node& node) {
    node.voter.reset();
    const AuthoritySet& set = node.disk.set;
    const auto& [rounds, cast] = node.disk.records[set.set_id];
    if (rounds.paused) return;
    VoterOptions voting{.set_id = set.set_id,
                        .identity = node.id(),
                        .gossip_duration = kGossip,
                        .catch_up_timeout = 10 * kGossip,
                        .seed = random()};
    node.voter_set = set.set_id;
    node.voter = std::make_unique<Voter>(node, node.peers, test_voters(set.current), rounds, cast, node.disk.finalized,
                                         now, voting);
    set_timer(node);
}

void World::set_timer(Node& node) {
    if (!node.voter) return;
    const auto when = node.voter->next_timer(now);
    const uint64_t number = ++node.timer;
    if (!when) return;
    at(std::max(*when, now + 1), [this, &node, number] {
        if (node.timer == number && !node.down) act(node, TimePassed{});
    });
}

void World::crash(Node& node) {
    ++report.crashes;
    node.voter.reset();
    node.down = true;
    disconnect(node);
    ++node.timer;
    at(now + 1 + below(2000), [this, &node] {
        if (node.gone) return;
        node.down = false;
        connect(node);
        begin_voter(node);
    });
}

/// Whole, in some pieces, or without a minority, which falls rounds behind.
void World::partition() {
    std::ranges::fill(group, 0);
    if (healed()) return;
    switch (below(3)) {
        case 0:
            break;
        case 1:
            for (size_t& one : group) one = below(2 + below(2));
            break;
        default:
            for (size_t i = 0; i < (nodes.size() + 2) / 3; ++i) group[below(nodes.size())] = 1;
    }
    at(std::min(now + 500 + below(4000), options.heal_at), [this] { partition(); });
}

/// Opens the protocol between a node that starts and all others.
void World::connect(Node& node) {
    ++node.life;
    for (const auto& other : nodes) {
        if (other.get() == &node || other->down) continue;
        node.peers.join(other->index);
        other->peers.join(node.index);
    }
}

void World::disconnect(Node& node) {
    for (const auto& other : nodes) {
        node.peers.leave(other->index);
        if (other->voter) {
            act(*other, PeerLeft{node.index});
        } else {
            other->peers.leave(node.index);
        }
    }
}

/// Votes, commits and catch-ups may overtake each other. Neighbor packets of a connection keep their order and their
/// distance in time, which are rules of the protocol, and none arrives on a later connection.
void World::send(size_t from, std::optional<GossipPeer> to, const GossipMessage& message,
                 const std::optional<GossipPeer>& but_not_to) {
    const bool is_neighbor = std::holds_alternative<VersionedNeighbor>(message);
    for (size_t i = 0; i < nodes.size(); ++i) {
        if (i == from || (to && *to != i) || but_not_to == i || nodes[i]->gone) continue;
        if (!receives_from(*nodes[i], from) || (!healed() && chance(options.loss))) continue;
        const int copies = !is_neighbor && !healed() && chance(options.doubling) ? 2 : 1;
        for (int copy = 0; copy < copies; ++copy) {
            const Millis delay = is_neighbor ? kGossip / 4 : 1 + below(healed() ? kGossip / 2 : options.max_delay);
            at(now + delay, [this, i, from, message, lives = std::pair(nodes[i]->life, nodes[from]->life)] {
                const bool is_connected = lives == std::pair(nodes[i]->life, nodes[from]->life) && !nodes[from]->down;
                if (!std::holds_alternative<VersionedNeighbor>(message) || is_connected) {
                    receive(*nodes[i], from, message);
                }
            });
        }
    }
}

/// Who is behind gets the justification that brings it to the next set, as from the sync protocol.
void World::justify(Node& node, size_t to, SetId set) {
    for (const auto& [of_set, last] : node.disk.set.history) {
        const auto justification = node.disk.justifications.find(last);
        if (of_set != set || justification == node.disk.justifications.end() || !receives_from(node, to)) continue;
        at(now + 1 + below(kGossip), [this, &peer = *nodes[to], set, found = justification->second] {
            if (peer.down || peer.disk.set.set_id != set) return;
            const Commit& commit = found.second;
            if (!peer.blocks.contains(commit.target.hash)) return;
            if (*peer.disk.set.change_below(commit.target, peer.is_above())) return;
            if (check_commit(commit, test_voters(peer.disk.set.current), peer)) return;
            try {
                finalize(peer, found.first, commit);
                if (peer.voter && peer.disk.set.set_id != peer.voter_set) begin_voter(peer);
            } catch (const Crash&) {
                crash(peer);
            }
        });
    }
}

void World::receive(Node& node, size_t from, const GossipMessage& message) {
    if (node.down) return;
    time.trace(scale::encode(message));
    if (const auto* neighbor = std::get_if<VersionedNeighbor>(&message)) {
        justify(node, from, std::get<Neighbor>(*neighbor).set_id);
    }
    if (!node.voter) return;
    MessageVerdict verdict = node.voter->consider(from, message);
    if (verdict == MessageVerdict::kNew) verdict = check_weights(message, node.voter->voters());
    if (verdict == MessageVerdict::kNew && !is_signed(message)) verdict = MessageVerdict::kWrongSignature;
    if (verdict != MessageVerdict::kNew) return report_verdict(from, verdict);
    report.commits += std::holds_alternative<CommitMessage>(message) ? 1 : 0;
    report.catch_ups += std::holds_alternative<CatchUpMessage>(message) ? 1 : 0;
    act(node, to_input(message, from));
}

/// Whatever the network does, a node that keeps the rules is never judged at fault.
void World::report_verdict(size_t from, MessageVerdict verdict) {
    if (is_fault(verdict) && !nodes[from]->fault) {
        violation(std::string("an honest node is at fault in the eyes of another: ") + to_string(verdict));
    }
}

void World::act(Node& node, const VoterInput& input) {
    std::deque<VoterInput> inputs{input};
    try {
        while (!inputs.empty() && node.voter && !node.down) {
            const SetId set = node.voter_set;
            std::vector<VoterEffect> effects;
            node.voter->handle(inputs.front(), now, effects);
            inputs.pop_front();
            for (VoterEffect& effect : effects) {
                // After the end of a set its messages are still judged and passed on, and nothing else.
                const auto* to_send = std::get_if<Send>(&effect);
                const bool is_of_others = std::holds_alternative<Judged>(effect) || (to_send && to_send->from);
                if (node.disk.set.set_id != set && !is_of_others) continue;
                maybe_crash();
                perform(node, effect, inputs);
            }
            if (node.disk.set.set_id != set) return begin_voter(node);
        }
    } catch (const Crash&) {
        return crash(node);
    }
    set_timer(node);
}

void World::perform(Node& node, VoterEffect& effect, std::deque<VoterInput>& more) {
    if (auto* keep = std::get_if<KeepRecords>(&effect)) {
        auto& record = node.disk.records[node.voter_set];
        record.second = keep->cast;
        if (keep->rounds) record.first = *keep->rounds;
    } else if (auto* vote = std::get_if<CastVote>(&effect)) {
        node.fault ? cast_faulty(node, *vote) : cast(node, *vote, more);
    } else if (auto* what = std::get_if<Finalize>(&effect)) {
        finalize(node, what->round, what->commit);
    } else if (auto* out = std::get_if<Send>(&effect)) {
        if (out->from && !options.relaying) return;
        report.relayed += out->from ? 1 : 0;
        send(node.index, out->peer, out->message, out->from);
    } else if (const auto* judged_message = std::get_if<Judged>(&effect)) {
        if (!node.fault) report_verdict(judged_message->peer, judged_message->verdict);
    } else if (auto* proof = std::get_if<ReportEquivocation>(&effect)) {
        ++report.reports;
        const AuthorityId& id = proof->proof.votes.identity;
        const auto offender = std::ranges::find_if(nodes, [&](const auto& one) { return one->id() == id; });
        if (!(*offender)->fault) violation("an honest voter is accused");
    }
}

void World::cast(Node& node, const CastVote& vote, std::deque<VoterInput>& more) {
    ++report.votes;
    const auto wrong = watch->cast(node.voter_set, node.voter->voters(), vote.round, node.id(), vote.message);
    if (!wrong.empty()) violation(wrong);
    const SignedMessage message = sign(vote.message, vote.round, node.voter_set, node.id());
    more.push_back(VoteReceived{vote.round, message});
    maybe_crash();
    send(node.index, std::nullopt, VoteMessage{vote.round, node.voter_set, message});
}

/// The block, the set and the justification change together.
void World::finalize(Node& node, RoundNumber round, const Commit& commit) {
    const BlockId block = commit.target;
    if (block.number <= node.disk.finalized.number) {
        if (!tree.is_same_or_above(block, node.disk.finalized)) violation("a node would finalize two forks");
        return;
    }
    if (!tree.is_same_or_above(node.disk.finalized, block)) return violation("a node finalizes two forks");
    const bool agrees = block.number >= highest_final.number ? tree.is_same_or_above(highest_final, block)
                                                             : tree.is_same_or_above(block, highest_final);
    if (!node.fault && !agrees) return violation("two nodes finalize two forks");
    if (!node.fault && block.number > highest_final.number) highest_final = block;
    const auto wrong = watch->finalize(node.disk.set.set_id, *test_voters(node.disk.set.current), round, block);
    if (!node.fault && !wrong.empty()) return violation(wrong);

    const auto verdict = node.disk.set.apply_finalized(block, node.is_above());
    if (verdict->refusal) return violation("finality is refused: " + verdict->refusal->text);
    node.disk.finalized = block;
    if (verdict->enacted) {
        node.disk.justifications[block.number] = {round, commit};
        node.disk.records.clear();
        node.disk.records[node.disk.set.set_id] = {first_rounds(block), {}};
    }
    // Other forks are gone.
    std::erase_if(node.blocks, [&](const auto& one) {
        const BlockId id{one.first, one.second.number + 1};
        return !tree.is_same_or_above(block, id) && !tree.is_same_or_above(id, block);
    });
}

SimulationReport simulate(const SimulationOptions& options) {
    World world(options);
    world.run();
    return std::move(world.report);
}

}  // namespace serinus::consensus::grandpa::test
