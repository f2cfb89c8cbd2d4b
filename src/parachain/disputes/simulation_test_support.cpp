#include "parachain/disputes/simulation_test_support.hpp"

#include "base/assert.hpp"
#include "parachain/approval/finality_vote.hpp"

namespace serinus::parachain::dispute_test {

DisputeSimulation::DisputeSimulation(SimulationOptions options, std::mt19937_64& random)
    : options_(options), random_(random), signers_(options.validators) {
    SimulatedBlock genesis;
    chain[genesis.hash] = genesis;
    std::vector<uint32_t> order(options.validators);
    for (uint32_t i = 0; i < options.validators; ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random_);
    nodes.resize(options.validators);
    for (uint32_t i = 0; i < options.validators; ++i) {
        Node& node = nodes[order[i]];
        node.index = order[i];
        if (i < options.liars) {
            node.conduct = i % 3 == 1 ? Conduct::kFlaky : Conduct::kHostile;
        } else if (i < options.liars + options.outdated) {
            node.conduct = Conduct::kOutdated;
        } else if (i < options.liars + options.outdated + options.slow) {
            node.conduct = Conduct::kSlow;
        }
        node.facts = std::make_unique<Signers>(options.validators, node.index);
        const DisputeSession& session = node.facts->sessions.at(kSession);
        for (SessionIndex next = kSession + 1; next <= session_of(last_block() + 1); ++next) {
            node.facts->sessions.emplace(next, session);
        }
        node.facts->numbers[genesis.hash] = 0;
        DisputeCoordinator::Effects out;
        node.coordinator.on_leaf({genesis.hash, 0, kSession, false, {}}, *node.facts, seconds(), out);
        node.blocks.insert(genesis.hash);
    }
}

void DisputeSimulation::run() {
    const uint64_t slots = options_.blocks + options_.quiet_blocks;
    for (Node& node : nodes) {
        if (node.conduct == Conduct::kHostile && options_.made_up != 0) flood(node.index);
    }
    for (uint64_t slot = 1; slot <= slots; ++slot) {
        slot_ = static_cast<uint32_t>(slot);
        if (slot == options_.upgraded_at) {
            for (Node& node : nodes) {
                if (node.conduct == Conduct::kOutdated) node.conduct = Conduct::kHonest;
            }
        }
        author_block(slot > options_.blocks);
        for (const uint64_t end = slot * kSlot + 1000; now_ < end; now_ += kStep) {
            while (!actions_.empty() && actions_.begin()->first <= now_) {
                const auto node = actions_.extract(actions_.begin());
                node.mapped()();
            }
            for (Node& node : nodes) {
                if (node.conduct == Conduct::kHostile) continue;
                DisputeReceiver::Effects received;
                node.receiver.on_time(*node.facts, now_, received);
                carry_out(node, std::move(received));
                DisputeSender::Effects sent;
                node.sender.on_time(*node.facts, now_, sent);
                carry_out(node, std::move(sent));
            }
        }
        if (slot < options_.no_finality_from || slot >= options_.no_finality_to) finalize();
        final_after.push_back(chain.at(final_block).number);
        for (const Node& node : nodes) {
            const Participation& checks = node.coordinator.participation();
            most_batches = std::max(most_batches, node.receiver.batch_count());
            most_requests = std::max(most_requests, node.receiver.waiting_count());
            most_checks = std::max(most_checks, checks.waiting_with_priority() + checks.waiting_otherwise());
        }
    }
}

// --- the chain ---

const SimulatedBlock& DisputeSimulation::best_of(const Node& node) const {
    return chain.at(node.tree.best().value_or(final_block));
}

std::vector<const SimulatedBlock*> DisputeSimulation::path(const Hash256& from) const {
    std::vector<const SimulatedBlock*> out;
    for (const SimulatedBlock* at = &chain.at(from);; at = &chain.at(at->parent)) {
        out.push_back(at);
        if (at->number == 0) return out;
    }
}

void DisputeSimulation::author_block(bool is_quiet) {
    // At the end in turn: each brings what it alone knows.
    Node& author = nodes[(is_quiet ? turn_++ : random_()) % nodes.size()];
    if (author.conduct == Conduct::kHostile && is_quiet) return;
    SimulatedBlock block;
    const SimulatedBlock& parent =
        best_of(author.conduct == Conduct::kHostile ? nodes[random_() % nodes.size()] : author);
    block.parent = parent.hash;
    block.number = parent.number + 1;
    store_le(block.hash.data(), static_cast<uint32_t>(chain.size()));
    block.made_at = now_;
    block.on_chain = parent.on_chain;
    block.scraped.hash = block.hash;
    block.scraped.number = block.number;
    block.scraped.session = session_of(block.number);
    // As the relay chain keeps them. Guide: disputes, dispute_period
    std::erase_if(block.on_chain, [&](const auto& one) {
        return one.first.first + DisputeCoordinator::kWindow < block.scraped.session;
    });
    const bool brings = author.conduct != Conduct::kHostile && options_.defect != Defect::kBringsNoVotes;
    if (brings) bring_votes(block, author);
    // They are available at once. What the chain knows to be invalid leaves its core, and all does at a new session, as
    // that with which validators are upgraded.
    const bool is_new_session = slot_ == options_.upgraded_at || session_of(block.number) != session_of(parent.number);
    for (const CandidateReceipt& receipt : parent.scraped.backed) {
        if (is_new_session) break;
        const auto dispute = block.on_chain.find(dispute_of(receipt.hash()));
        const size_t needed = polkadot_primitives::v5::supermajority_threshold(nodes.size());
        const bool is_out =
            dispute != block.on_chain.end() && dispute->second.validators_against.count_ones() >= needed;
        if (!is_out) block.scraped.included.push_back(receipt);
    }
    back_candidates(block, is_quiet);
    if (options_.disables) disable_losers(block);
    const Hash256 hash = block.hash;
    check_included(chain.emplace(hash, std::move(block)).first->second);
    for (Node& node : nodes) {
        node.facts->numbers[hash] = chain.at(hash).number;
        later(0, 500, [this, &node, hash] { receive_block(node, hash); });
    }
}

void DisputeSimulation::back_candidates(SimulatedBlock& block, bool is_quiet) {
    const bool backs = !is_quiet && block.number % options_.backing_period == 0;
    for (size_t i = backs ? 0 : options_.candidates; i < options_.candidates; ++i) {
        CandidateReceipt receipt = receipt_of(next_candidate_++);
        receipt.descriptor.relay_parent = block.parent;
        std::vector<uint32_t> group;
        const bool is_invalid = options_.liars != 0 && chance(options_.invalid_percent);
        for (const Node& node : nodes) {
            // What a flaky machine has backed is not what its program knows.
            if (node.conduct == Conduct::kFlaky || node.conduct == Conduct::kOutdated) continue;
            if (node.conduct == Conduct::kHostile && options_.lies_percent == 0) continue;
            // What takes longer than an approval check may take longer than a check at backing.
            if (node.conduct == Conduct::kSlow && is_too_slow(receipt.hash())) continue;
            if (is_invalid ? node.conduct == Conduct::kHostile : chance(options_.backers_percent)) {
                group.push_back(node.index);
            }
        }
        if (group.empty()) continue;
        receipts[receipt.hash()] = receipt;
        sessions[receipt.hash()] = block.scraped.session;
        if (is_invalid) invalid.insert(receipt.hash());
        polkadot_primitives::v5::BackersOfCandidate backers{receipt, {}};
        for (const uint32_t validator : group) {
            const CheckedVote vote = signers_.sign(in_favour(validator, {ValidVoteKind::BackingValid{block.parent}}),
                                                   receipt, block.scraped.session);
            using polkadot_primitives::v5::ValidityAttestation;
            backers.second.emplace_back(ValidatorIndex{validator},
                                        ValidityAttestation{ValidityAttestation::Explicit{vote.signature}});
        }
        block.scraped.backed.push_back(receipt);
        block.scraped.backers.push_back(std::move(backers));
    }
}

void DisputeSimulation::bring_votes(SimulatedBlock& block, Node& author) {
    const auto order = prioritize(author.coordinator.recent(), block.on_chain, seconds());
    block.scraped.disputes = select_disputes(
        order, block.on_chain, [&](const DisputeKey& key) { return author.coordinator.votes_of(key, *author.facts); });
    for (const DisputeVoteSet& set : block.scraped.disputes) {
        DisputeState& state = block.on_chain
                                  .try_emplace({set.session, set.candidate_hash},
                                               DisputeState{Bits(nodes.size()), Bits(nodes.size()), 0, std::nullopt})
                                  .first->second;
        for (const auto& [vote, validator, signature] : set.statements) {
            const bool is_valid = std::holds_alternative<DisputeVote::Valid>(vote.v);
            (is_valid ? state.validators_for : state.validators_against).set(validator._0, true);
        }
    }
}

/// As the chain knows them, at most f.
void DisputeSimulation::disable_losers(const SimulatedBlock& block) {
    const size_t needed = polkadot_primitives::v5::supermajority_threshold(nodes.size());
    std::set<ValidatorIndex> losers;
    for (const auto& [key, state] : block.on_chain) {
        const Bits* wrong = state.validators_against.count_ones() >= needed ? &state.validators_for
                            : state.validators_for.count_ones() >= needed   ? &state.validators_against
                                                                            : nullptr;
        for (uint32_t i = 0; wrong != nullptr && i < nodes.size(); ++i) {
            if ((*wrong)[i] && losers.size() < nodes.size() - needed) losers.insert({i});
        }
    }
    for (Node& node : nodes) node.facts->disabled[block.hash] = {losers.begin(), losers.end()};
}

bool DisputeSimulation::is_above_final(const SimulatedBlock& block) const {
    const SimulatedBlock* at = &block;
    while (at->number > chain.at(final_block).number) at = &chain.at(at->parent);
    return at->hash == final_block && block.hash != final_block;
}

void DisputeSimulation::receive_block(Node& node, const Hash256& hash) {
    const SimulatedBlock& block = chain.at(hash);
    if (node.blocks.contains(hash)) return;
    if (!node.blocks.contains(block.parent)) {
        if (is_above_final(block)) later(100, 200, [this, &node, hash] { receive_block(node, hash); });
        return;
    }
    node.blocks.insert(hash);
    if (is_above_final(block)) node.tree.import(hash, block.parent, block.number);
    if (node.conduct != Conduct::kHostile) give_leaf(node, block);
}

void DisputeSimulation::give_leaf(Node& node, const SimulatedBlock& block) {
    DisputeLeaf leaf{block.hash, block.number, session_of(block.number + 1), false, {}};
    const auto parent_of = [&](const Hash256& of) { return std::optional(chain.at(of).parent); };
    const BlockNumber final_number = chain.at(final_block).number;
    for (const Hash256& one : node.coordinator.blocks_to_scrape(block.hash, block.number, final_number, parent_of)) {
        leaf.blocks.push_back(chain.at(one).scraped);
        if (options_.defect == Defect::kHearsNoBlocks) leaf.blocks.back().disputes.clear();
    }
    DisputeCoordinator::Effects out;
    node.coordinator.on_leaf(std::move(leaf), *node.facts, seconds(), out);
    carry_out(node, std::move(out));
    DisputeSender::Effects sent;
    node.sender.on_leaf({session_of(block.number + 1)}, node.coordinator.active(seconds()), *node.facts, now_, sent);
    carry_out(node, std::move(sent));
}

/// Approval checks: an honest validator at least is assigned.
void DisputeSimulation::check_included(const SimulatedBlock& block) {
    for (const CandidateReceipt& receipt : block.scraped.included) {
        std::vector<uint32_t> honest;
        for (const Node& node : nodes) {
            if (node.conduct == Conduct::kHonest) honest.push_back(node.index);
        }
        const uint32_t first = honest[random_() % honest.size()];
        for (const Node& node : nodes) {
            const bool is_assigned = node.index == first || node.conduct == Conduct::kOutdated ||
                                     node.conduct == Conduct::kSlow || chance(options_.checkers_percent);
            if (node.conduct == Conduct::kHostile || !is_assigned) continue;
            later(1000, 3000, [this, index = node.index, receipt] { check(index, receipt); });
        }
        lie(receipt);
    }
}

bool DisputeSimulation::outcome(const Node& node, const CandidateHash& candidate) {
    if (node.conduct == Conduct::kFlaky) return chance(50);
    if (node.conduct == Conduct::kSlow && is_too_slow(candidate)) return false;
    return node.conduct != Conduct::kOutdated && !invalid.contains(candidate);
}

void DisputeSimulation::check(uint32_t index, const CandidateReceipt& receipt) {
    Node& node = nodes[index];
    const CandidateHash candidate = receipt.hash();
    const DisputeKey dispute = dispute_of(candidate);
    if (node.coordinator.own_side(dispute, *node.facts)) return;
    if (outcome(node, candidate)) {
        auto& known = signers_.approvals[candidate];
        for (const ApprovalSignature& one : known) {
            if (one.validator._0 == index) return;
        }
        node.published[dispute].insert(true);
        const CheckedVote vote =
            signers_.sign(in_favour(index, {ValidVoteKind::ApprovalChecking{}}), receipt, dispute.first);
        known.push_back({{index}, dispute.first, {candidate}, vote.signature});
        for (Node& other : nodes) other.facts->approvals[candidate] = known;
        return;
    }
    DisputeCoordinator::Effects out;
    node.coordinator.vote(receipt, dispute.first, false, *node.facts, seconds(), out);
    carry_out(node, std::move(out));
}

// --- effects ---

void DisputeSimulation::carry_out(Node& node, DisputeCoordinator::Effects effects) {
    // A node may die at any moment; what it has not carried out does not happen.
    const bool may_die = now_ < (options_.blocks + 2) * kSlot && node.conduct != Conduct::kHostile;
    const bool dies = may_die && !effects.empty() && chance(options_.crashes_percent);
    const size_t carried = dies ? random_() % (effects.size() + 1) : effects.size();
    for (size_t i = 0; i < carried; ++i) {
        if (!carry_out(node, effects[i])) return;
    }
    if (dies) restart(node);
    break_memory(node);
}

/// What a node with a defect does not remember.
void DisputeSimulation::break_memory(Node& node) const {
    if (options_.defect == Defect::kCountsNoSpam) const_cast<SpamSlots&>(node.coordinator.spam_slots()) = {};
    if (options_.defect == Defect::kForgetsLosers) const_cast<LostDisputes&>(node.coordinator.lost()) = {};
}

/// Returns whether the node goes on.
bool DisputeSimulation::carry_out(Node& node, const DisputeEffect& effect) {
    const size_t lives = node.lives;
    write(node, effect);
    if (const auto* check = std::get_if<DisputeEffect::Participate>(&effect.v)) {
        const CandidateHash candidate = check->request.candidate;
        node.made_up_checks += receipts.contains(candidate) ? 0 : 1;
        if (options_.defect == Defect::kChecksNothing) return true;
        const bool fails = chance(10);
        const bool is_valid = options_.defect == Defect::kBelievesTheFirst ? false : outcome(node, candidate);
        const DisputeKey dispute{check->request.session, candidate};
        later(options_.check_ms, options_.check_spread * options_.check_ms,
              [this, &node, lives, dispute, fails, is_valid] {
                  if (node.lives != lives) return;
                  DisputeCoordinator::Effects out;
                  const auto found =
                      is_valid ? DisputeCoordinator::Outcome::kValid : DisputeCoordinator::Outcome::kInvalid;
                  node.coordinator.on_participated(dispute, fails ? DisputeCoordinator::Outcome::kUnavailable : found,
                                                   *node.facts, seconds(), out);
                  carry_out(node, std::move(out));
              });
    } else if (const auto* sign = std::get_if<DisputeEffect::Sign>(&effect.v)) {
        ValidatorSignature signature{};
        signature._0._0 = crypto::sr25519::sign(signers_.keys[node.index], sign->payload, {}).bytes;
        later(0, 100, [this, &node, lives, key = sign->dispute, signature] {
            if (node.lives != lives) return;
            DisputeCoordinator::Effects out;
            node.coordinator.on_signed(key, signature, *node.facts, seconds(), out);
            carry_out(node, std::move(out));
        });
    } else if (const auto* send = std::get_if<DisputeEffect::Send>(&effect.v)) {
        const DisputeRequest& request = send->request;
        const DisputeKey key{request.session_index, request.candidate_receipt.hash()};
        const bool is_backing_vote = is_backing(request.valid_vote.kind);
        if (request.valid_vote.validator_index._0 == node.index && !is_backing_vote) node.published[key].insert(true);
        if (request.invalid_vote.validator_index._0 == node.index) node.published[key].insert(false);
        DisputeSender::Effects out;
        node.sender.send(request, *node.facts, now_, out);
        carry_out(node, std::move(out));
    } else if (const auto* revert = std::get_if<DisputeEffect::Revert>(&effect.v)) {
        for (const auto& [number, hash] : revert->blocks) {
            if (options_.defect != Defect::kBuildsOnAnything) node.tree.give_up(hash);
        }
    } else if (const auto* began = std::get_if<DisputeEffect::Began>(&effect.v)) {
        have_losers_begun |= node.conduct == Conduct::kHonest && is_of_losers(node, began->dispute);
    }
    return node.lives == lives;
}

void DisputeSimulation::write(Node& node, const DisputeEffect& effect) {
    const auto* store = std::get_if<DisputeEffect::Store>(&effect.v);
    if (store != nullptr && options_.crashes_percent != 0) {
        auto& before = node.unsynced.emplace_back(Node::Unsynced{now_, {}}).before;
        for (const auto& [key, value] : store->changes) {
            const auto known = node.facts->stored.find(key);
            before.emplace_back(key, known == node.facts->stored.end() ? std::nullopt : std::optional(known->second));
        }
        if (store->is_own_vote && options_.defect != Defect::kSyncsNothing) node.unsynced.clear();
    }
    node.facts->carry_out({effect});
}

/// The last of what is not synced is not there any more.
void DisputeSimulation::lose_power(Node& node) {
    std::erase_if(node.unsynced, [&](const auto& one) { return one.at + kWriteTime < now_; });
    const bool loses_all = options_.defect == Defect::kSyncsNothing;
    for (size_t count = loses_all ? node.unsynced.size() : random_() % (node.unsynced.size() + 1); count != 0;
         --count) {
        node.facts->carry_out({{DisputeEffect::Store{std::move(node.unsynced.back().before), false}}});
        node.unsynced.pop_back();
        node.has_lost_votes = true;
    }
}

void DisputeSimulation::restart(Node& node) {
    ++node.lives;
    if (chance(50) || options_.defect == Defect::kSyncsNothing) lose_power(node);
    node.unsynced.clear();
    if (options_.defect == Defect::kForgetsItsVotes) node.facts->stored.clear();
    node.coordinator = DisputeCoordinator(node.facts->stored_disputes());
    node.sender = {};
    node.receiver = {};
    node.tree = {};
    node.blocks.clear();
    later(100, 500, [this, &node, lives = node.lives] {
        if (node.lives == lives) start(node);
    });
}

void DisputeSimulation::start(Node& node) {
    for (const SimulatedBlock* block : path(final_block)) node.blocks.insert(block->hash);
    give_leaf(node, chain.at(final_block));
    for (const auto& [hash, block] : chain) {
        if (!is_above_final(block)) continue;
        later(100, 300, [this, &node, known = hash] { receive_block(node, known); });
        // Approval checks begin anew.
        for (const CandidateReceipt& receipt : block.scraped.included) {
            later(1000, 3000, [this, index = node.index, receipt] { check(index, receipt); });
        }
    }
}

void DisputeSimulation::carry_out(Node& node, DisputeSender::Effects effects) {
    for (const DisputeSendEffect& effect : effects) {
        const auto& sent = std::get<DisputeSendEffect::Request>(effect.v);
        for (const AuthorityId& receiver : sent.receivers) request(node.index, receiver, sent.candidate, sent.request);
    }
}

void DisputeSimulation::request(uint32_t from, const AuthorityId& to, const CandidateHash& candidate,
                                const DisputeRequest& request) {
    const uint64_t token = next_token_++;
    requested_[token] = {from, to, candidate};
    Node& receiver = nodes[number_of(to)];
    const auto answer = [this, from, to, candidate](bool is_confirmed) {
        nodes[from].sender.on_answered(candidate, to, is_confirmed);
    };
    if (receiver.conduct == Conduct::kHostile || chance(options_.loss_percent)) {
        const bool is_confirmed = receiver.conduct == Conduct::kHostile;
        return later(100, 12'000, [answer, is_confirmed] { answer(is_confirmed); });
    }
    later(20, 300, [this, &receiver, token, from, request] {
        DisputeReceiver::Effects out;
        receiver.receiver.on_request(token, peer_of(from), authority_of(from), request, now_, out);
        carry_out(receiver, std::move(out));
    });
    later(12'000, 12'000, [this, token, answer] {
        if (requested_.erase(token) != 0) answer(false);
    });
}

void DisputeSimulation::carry_out(Node& node, DisputeReceiver::Effects effects) {
    const size_t lives = node.lives;
    for (const DisputeReceiveEffect& effect : effects) {
        if (node.lives != lives) return;
        if (const auto* import = std::get_if<DisputeReceiveEffect::Import>(&effect.v)) {
            DisputeCoordinator::Effects out;
            const ImportVerdict verdict =
                node.coordinator.import(import->receipt, import->session, import->votes, *node.facts, seconds(), out);
            carry_out(node, std::move(out));
            if (node.lives != lives) return;
            DisputeReceiver::Effects answers;
            node.receiver.on_imported(import->import, verdict, answers);
            carry_out(node, std::move(answers));
        } else if (const auto* answer = std::get_if<DisputeReceiveEffect::Answer>(&effect.v)) {
            const auto entry = requested_.extract(answer->token);
            if (entry.empty()) continue;
            const Requested& from = entry.mapped();
            nodes[from.from].sender.on_answered(from.candidate, from.to, answer->response.has_value());
        }
    }
}

// --- lies ---

/// Hostile validators vote on a candidate as they like, to whom they like: against valid ones, for invalid ones, both.
void DisputeSimulation::lie(const CandidateReceipt& receipt) {
    for (const Node& liar : nodes) {
        if (liar.conduct != Conduct::kHostile || !chance(options_.lies_percent)) continue;
        const bool both = chance(20);
        const bool is_invalid = invalid.contains(receipt.hash());
        // Nothing says under which session a candidate may be disputed.
        const SessionIndex session = sessions.at(receipt.hash()) - (chance(10) ? 1 : 0);
        std::vector<DisputeRequest> lies;
        for (const Node& other : nodes) {
            if (other.conduct != Conduct::kHostile) continue;  // the other vote is that of a fellow
            if (!is_invalid || both) lies.push_back(signers_.request(receipt, other.index, liar.index, session));
            if (is_invalid || both) lies.push_back(signers_.request(receipt, liar.index, other.index, session));
        }
        if (lies.empty()) continue;
        for (const Node& to : nodes) {
            if (!is_honest(to.index) || !chance(70)) continue;
            later(500, 5000, [this, from = liar.index, to = to.index, message = lies[random_() % lies.size()]] {
                request(from, authority_of(to), message.candidate_receipt.hash(), message);
            });
        }
    }
}

void DisputeSimulation::flood(uint32_t liar) {
    for (uint32_t i = 0; i < options_.made_up; ++i) {
        const CandidateReceipt receipt = receipt_of(1'000'000 + liar * 10'000 + i);
        const DisputeRequest lie = signers_.request(receipt, liar, liar);
        for (const Node& to : nodes) {
            if (to.conduct == Conduct::kHostile) continue;
            later(i * 100, i * 100 + 200, [this, liar, to = to.index, lie] {
                request(liar, authority_of(to), lie.candidate_receipt.hash(), lie);
            });
        }
    }
}

// --- finality ---

/// A block is final if n - f vote for it or for one above it. Honest nodes vote for the highest block that has been
/// there for the time of approvals and is undisputed; liars for all blocks.
void DisputeSimulation::finalize() {
    std::map<Hash256, size_t> votes;
    size_t liars = 0;
    const BlockNumber base = chain.at(final_block).number;
    for (const Node& node : nodes) {
        if (node.conduct != Conduct::kHonest) {
            ++liars;
            continue;
        }
        auto blocks = path(best_of(node).hash);
        std::reverse(blocks.begin(), blocks.end());
        if (blocks.size() <= base || blocks[base]->hash != final_block) continue;
        std::vector<BlockCandidates> above;
        for (size_t i = base + 1; i < blocks.size() && blocks[i]->made_at + kApprovalTime <= now_; ++i) {
            BlockCandidates& one = above.emplace_back(BlockCandidates{blocks[i]->hash, blocks[i]->scraped.session, {}});
            for (const CandidateReceipt& receipt : blocks[i]->scraped.included) one.included.push_back(receipt.hash());
        }
        const auto undisputed = options_.defect == Defect::kFinalizesAnything
                                    ? static_cast<BlockNumber>(above.size())
                                    : static_cast<BlockNumber>(node.coordinator.count_undisputed(above));
        const BlockNumber target = finality_target(base, blocks.back()->number,
                                                   undisputed == 0 ? std::nullopt : std::optional(base + undisputed));
        for (size_t i = base + 1; i <= target; ++i) ++votes[blocks[i]->hash];
    }
    const size_t needed = polkadot_primitives::v5::supermajority_threshold(nodes.size());
    for (const auto& [hash, count] : votes) {
        if (count + liars >= needed && chain.at(hash).number > chain.at(final_block).number) final_block = hash;
    }
    for (Node& node : nodes) {
        node.coordinator.on_finalized(chain.at(final_block).number);
        node.tree.on_finalized(final_block, chain.at(final_block).number);
    }
}

// --- rules ---

std::set<std::string> DisputeSimulation::broken_rules() const {
    std::set<std::string> out;
    for (const Node& node : nodes) {
        // Nobody who runs the program contradicts itself, whatever its checks say and whenever it dies.
        for (const auto& [key, sides] : node.published) {
            if (sides.size() > 1) out.insert("a node contradicts itself");
        }
        if (node.made_up_checks != 0) out.insert("candidates that no block has are checked");
        if (node.conduct == Conduct::kHonest) find_broken_rules(node, out);
    }
    for (const SimulatedBlock* block : path(final_block)) {
        for (const CandidateReceipt& receipt : block->scraped.included) {
            if (invalid.contains(receipt.hash())) out.insert("an invalid candidate is final");
        }
    }
    if (have_losers_begun) out.insert("losers begin disputes");
    find_disagreement(out);
    return out;
}

void DisputeSimulation::find_broken_rules(const Node& node, std::set<std::string>& out) const {
    for (const SimulatedBlock* block : path(best_of(node).hash)) {
        for (const CandidateReceipt& receipt : block->scraped.included) {
            if (invalid.contains(receipt.hash())) out.insert("the best chain includes what is invalid");
        }
    }
    for (const auto& [key, status] : node.coordinator.recent()) {
        if (!receipts.contains(key.second)) continue;
        const bool is_invalid = invalid.contains(key.second);
        const Stage truth = is_invalid ? Stage::kConcludedAgainst : Stage::kConcludedFor;
        if (status.is_confirmed() && status.stage != truth) {
            out.insert(status.is_concluded() ? "a dispute ends with the wrong side" : "a dispute does not end");
        }
        const auto votes = node.coordinator.votes_of(key, *node.facts);
        if (!votes) {
            out.insert("votes are lost");
            continue;
        }
        const auto look_at = [&](const auto& wrong) {
            for (const auto& [validator, vote] : wrong) {
                // Who is against what is valid is disabled, and loses nothing of its stake.
                if (is_invalid && nodes[validator._0].conduct == Conduct::kSlow) out.insert("a slow validator pays");
                if (is_honest(validator._0)) out.insert("an honest validator is slashed");
                if (status.is_concluded() && !node.coordinator.lost().contains(key.first, validator)) {
                    out.insert("a liar is not slashed");
                }
            }
        };
        if (is_invalid) {
            look_at(votes->valid);
        } else {
            look_at(votes->invalid);
        }
    }
    std::map<SessionIndex, size_t> made_up;
    for (const auto& [key, status] : node.coordinator.recent()) {
        made_up[key.first] += receipts.contains(key.second) ? 0 : 1;
    }
    // From the one before the first on, under which some lies are told.
    for (SessionIndex session = kSession - 1; session <= session_of(last_block() + 1); ++session) {
        if (made_up[session] > size_t{options_.liars} * SpamSlots::kSlots) out.insert("spam takes memory");
        for (uint32_t i = 0; i < nodes.size(); ++i) {
            if (is_honest(i) && node.coordinator.lost().contains(session, {i})) {
                out.insert("an honest validator has lost");
            }
        }
    }
    for (const auto& [key, status] : node.coordinator.recent()) {
        if (is_of_losers(node, key)) out.insert("disputes of losers do not end");
    }
}

/// A dispute of few that only those have begun who have lost another one of the session, as the node knows: it is none.
bool DisputeSimulation::is_of_losers(const Node& node, const DisputeKey& dispute) const {
    const DisputeStatus* status = node.coordinator.find_status(dispute);
    const auto raised =
        status != nullptr && !status->is_confirmed() ? node.coordinator.votes_of(dispute, *node.facts) : std::nullopt;
    if (!raised) return false;
    std::set<ValidatorIndex> losers;
    for (const auto& [key, other] : node.coordinator.recent()) {
        if (key.first != dispute.first || !other.is_concluded()) continue;
        const auto votes = node.coordinator.votes_of(key, *node.facts);
        if (!votes) continue;
        if (other.stage == Stage::kConcludedFor) {
            for (const auto& [validator, vote] : votes->invalid) losers.insert(validator);
        } else {
            for (const auto& [validator, vote] : votes->valid) losers.insert(validator);
        }
    }
    return std::all_of(raised->invalid.begin(), raised->invalid.end(),
                       [&](const auto& vote) { return losers.contains(vote.first); });
}

/// All honest nodes know the same wrong votes of disputes that have ended. Votes of others are not synced: a node that
/// has lost power may lack some that final blocks have, which it does not read again. The chain slashes by its own.
void DisputeSimulation::find_disagreement(std::set<std::string>& out) const {
    const auto& on_chain = chain.at(final_block).on_chain;
    for (const auto& [candidate, receipt] : receipts) {
        const DisputeKey key = dispute_of(candidate);
        const bool is_invalid = invalid.contains(candidate);
        const auto of_chain = on_chain.find(key);
        std::set<std::set<size_t>> wrong;
        for (const Node& node : nodes) {
            if (node.conduct != Conduct::kHonest) continue;
            const DisputeStatus* status = node.coordinator.find_status(key);
            const auto votes = status != nullptr && status->is_concluded() ? node.coordinator.votes_of(key, *node.facts)
                                                                           : std::nullopt;
            if (!votes) continue;
            std::set<size_t> validators;
            if (is_invalid) {
                for (const auto& [validator, vote] : votes->valid) validators.insert(validator._0);
            } else {
                for (const auto& [validator, vote] : votes->invalid) validators.insert(validator._0);
            }
            if (node.has_lost_votes && of_chain != on_chain.end()) {
                const DisputeState& state = of_chain->second;
                for (const size_t one : ones_of(is_invalid ? state.validators_for : state.validators_against)) {
                    validators.insert(one);
                }
            }
            wrong.insert(std::move(validators));
        }
        if (wrong.size() > 1) out.insert("honest nodes would slash different validators");
    }
}

}  // namespace serinus::parachain::dispute_test
