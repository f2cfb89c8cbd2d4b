#include "consensus/grandpa/voter_loop.hpp"

#include "base/hex.hpp"
#include "consensus/grandpa/equivocation_report.hpp"
#include "consensus/grandpa/gossip_check.hpp"
#include "consensus/grandpa/justification.hpp"
#include "platform/log.hpp"

namespace serinus::consensus::grandpa {
namespace {

constexpr const char* kVoterLog = "grandpa";
constexpr uint64_t kKeyCheckMs = 30'000;  ///< how soon a key that is inserted begins to vote: ours

std::string show(const BlockId& block) {
    return "#" + std::to_string(block.number) + " (" + to_hex_prefixed(block.hash.bytes) + ")";
}

const char* name_of(VoteKind kind) {
    return kind == VoteKind::kPrevote ? "prevote" : kind == VoteKind::kPrecommit ? "precommit" : "primary block hint";
}

RoundState state_of(const Round& round) {
    const VoterSet& voters = round.voters();
    RoundState out{round.number(),
                   voters.total(),
                   voters.threshold(),
                   round.weight(VoteKind::kPrevote),
                   {},
                   round.weight(VoteKind::kPrecommit),
                   {}};
    for (size_t i = 0; i < voters.size(); ++i) {
        const auto& id = voters.voters()[i].id.bytes;
        if (!round.has_voted(VoteKind::kPrevote, i)) out.prevotes_missing.push_back(id);
        if (!round.has_voted(VoteKind::kPrecommit, i)) out.precommits_missing.push_back(id);
    }
    return out;
}

}  // namespace

VoterLoop::VoterLoop(chain::Client& client, crypto::NodeKeys& keys, GrandpaOptions options, AuthoritySet set)
    : client_(&client),
      keys_(&keys),
      options_(std::move(options)),
      rules_(options_.voting_rules.value_or(to_string(client.spec().chain_type) == "Development" ? kVoteForBest
                                                                                                 : VotingRules{})),
      sets_(client, std::move(set), *options_.scheduler, hooks()),
      lane_(options_.scheduler->make_lane({.name = "grandpa", .runs_on = platform::WorkClass::kConsensus})),
      mailbox_(
          *lane_, [this](GossipPeer peer, const Bytes& message) { on_message(peer, message); },
          [this](GossipPeer peer) {
              if (options_.on_room) options_.on_room(peer);
          }) {}

VoterLoop::~VoterLoop() { stop(); }

/// One waiting task at most for imported blocks and one for final blocks: however long the voter is busy, the lane does
/// not grow with the chain.
SetKeeper::Hooks VoterLoop::hooks() {
    return {.imported =
                [this](const BlockId&) {
                    if (import_is_posted_.exchange(true)) return;
                    lane_->post_always([this] {
                        import_is_posted_ = false;
                        handle(BlocksImported{});
                    });
                },
            .finalized =
                [this](const BlockId& block) {
                    {
                        const std::lock_guard lock(finalized_mutex_);
                        const bool is_posted = finalized_.has_value();
                        if (!is_posted || finalized_->number < block.number) finalized_ = block;
                        if (is_posted) return;
                    }
                    lane_->post_always([this] {
                        std::optional<BlockId> highest;
                        {
                            const std::lock_guard lock(finalized_mutex_);
                            highest = std::exchange(finalized_, std::nullopt);
                        }
                        handle(FinalizedElsewhere{*highest});
                    });
                },
            .paused = [this](BlockNumber number) { lane_->post_always([this, number] { pause(number); }); },
            .new_set = [this](const BlockId& base) { lane_->post_always([this, base] { begin_set(base); }); },
            .justification = [this](const auto& justification) { notify_justification(justification); }};
}

void VoterLoop::start() {
    client_->add_listener(&sets_);
    client_->set_gadget(&sets_);
    lane_->post_always([this] { begin_session(); });
}

void VoterLoop::stop() {
    client_->set_gadget(nullptr);
    client_->remove_listener(&sets_);
    lane_->close();
}

std::optional<AuthorityId> VoterLoop::own_key(const VoterSet& voters) const {
    if (!options_.is_authority) return std::nullopt;
    for (const Bytes& key : keys_->public_keys(crypto::key_types::kGrandpa, crypto::Scheme::kEd25519)) {
        const auto id = AuthorityId::from(key);
        if (id && voters.find(*id)) return id;
    }
    return std::nullopt;
}

ByteArray<32> VoterLoop::random() const {
    ByteArray<32> out;
    options_.scheduler->fill_random(out);
    return out;
}

VoterLoop::Session::Session(VoterLoop& loop, std::shared_ptr<const VoterSet> voters, VoterRecords records, Millis now,
                            const VoterOptions& options)
    : set_id(options.set_id),
      identity(options.identity),
      chain(*loop.client_, loop.sets_, options.set_id, loop.rules_, loop.options_.vote_limit),
      voter(chain, loop.peers_, std::move(voters), std::move(records.rounds), std::move(records.cast),
            loop.client_->finalized(), now, options) {}

/// The voter may have played and written down rounds of the same set since the chain began at `base`.
void VoterLoop::begin_set(const BlockId& base) {
    if (session_ && session_->set_id == sets_.set_id()) {
        const RoundsRecord rounds = continue_rounds({session_->voter.rounds(), session_->voter.cast()}, base);
        if (const auto kept = client_->put_aux({keep_rounds(session_->set_id, rounds)}); !kept) {
            log::error(kVoterLog, kept.error().reason);
        }
    }
    begin_session();
}

/// Makes the voter of the current set, from what it has written down.
void VoterLoop::begin_session() {
    const AuthoritySet set = sets_.set();
    auto voters = VoterSet::from(set.current);
    auto records = find_records(*client_, set.set_id);
    std::unique_ptr<Session> next;
    if (!voters || !records) {
        log::error(kVoterLog, "cannot vote: " + (records ? "the authorities weigh too much" : records.error().reason));
    } else if (!records->rounds.paused) {
        const auto identity = own_key(*voters);
        const bool is_sole_voter = identity && voters->size() == 1;
        const VoterOptions options{
            .set_id = set.set_id,
            .identity = identity,
            .gossip_duration = is_sole_voter ? options_.sole_voter_gossip_duration_ms : options_.gossip_duration_ms,
            .seed = load_le<uint64_t>(random().data())};
        log::debug(kVoterLog, [&] {
            return "Starting " + std::string(options.identity ? "voter" : "observer") + " of set " +
                   std::to_string(set.set_id);
        });
        next = std::make_unique<Session>(*this, std::make_shared<const VoterSet>(*std::move(voters)),
                                         *std::move(records), options_.scheduler->now_ms(), options);
    }
    {
        const std::lock_guard lock(session_mutex_);
        session_ = std::move(next);
    }
    handle(TimePassed{});
}

/// A forced change replaces authorities that have stopped; the voters of the old set stop too.
void VoterLoop::pause(BlockNumber signalled_at) {
    if (!session_ || session_->set_id != sets_.set_id()) return;
    log::info(kVoterLog, "👴 Pausing old validator set: Forced change scheduled after inactivity (block #" +
                             std::to_string(signalled_at) + ")");
    RoundsRecord rounds = session_->voter.rounds();
    rounds.paused = true;
    if (const auto kept = client_->put_aux({keep_rounds(session_->set_id, rounds)}); !kept) {
        log::error(kVoterLog, kept.error().reason);
    }
    const std::lock_guard lock(session_mutex_);
    session_.reset();
}

void VoterLoop::handle(const VoterInput& first) {
    std::deque<VoterInput> inputs{first};
    // The voter of a past set does nothing more; the task that starts the next one is posted.
    while (!inputs.empty() && session_ && session_->set_id == sets_.set_id()) {
        std::vector<VoterEffect> effects;
        {
            const std::lock_guard lock(session_mutex_);
            session_->voter.handle(inputs.front(), options_.scheduler->now_ms(), effects);
        }
        inputs.pop_front();
        bool is_over = false;
        for (VoterEffect& effect : effects) {
            // After the end of a set its messages are still judged, and passed on to peers that are behind.
            const auto* to_send = std::get_if<Send>(&effect);
            if (is_over && !std::holds_alternative<Judged>(effect) && !(to_send && to_send->from)) continue;
            if (!perform(effect, inputs)) is_over = true;
        }
        if (is_over) return;
    }
    arm_timer();
}

/// False: a failure, or another set votes now; the remaining effects of this voter are void.
bool VoterLoop::perform(VoterEffect& effect, std::deque<VoterInput>& inputs) {
    if (auto* keep = std::get_if<KeepRecords>(&effect)) return keep_records(*keep);
    if (auto* vote = std::get_if<CastVote>(&effect)) {
        if (auto own = cast(*vote)) inputs.push_back(*std::move(own));
    } else if (auto* what = std::get_if<Finalize>(&effect)) {
        return finalize(std::move(*what));
    } else if (auto* send = std::get_if<Send>(&effect)) {
        this->send(send->peer, send->message, send->from);
    } else if (const auto* verdict = std::get_if<Judged>(&effect)) {
        report_verdict(verdict->peer, verdict->verdict);
    } else if (auto* report = std::get_if<ReportEquivocation>(&effect)) {
        this->report(report->proof);
    } else if (const auto* request = std::get_if<RequestBlock>(&effect)) {
        log::debug(kVoterLog, [&] { return "Messages wait for block " + show(request->block) + ", it is asked for"; });
        if (options_.request_block) options_.request_block(request->block, request->peers);
    } else {
        const RoundNumber round = std::get<RoundBegun>(effect).round;
        log::debug(kVoterLog, [&] { return "Round " + std::to_string(round) + " begins"; });
        {
            const std::lock_guard lock(session_mutex_);
            counts_.round = round - 1;
        }
    }
    return true;
}

bool VoterLoop::keep_records(const KeepRecords& keep) {
    std::vector<chain::AuxChange> changes{keep_cast(session_->set_id, keep.cast)};
    if (keep.rounds) changes.push_back(keep_rounds(session_->set_id, *keep.rounds));
    if (const auto kept = client_->put_aux(std::move(changes)); !kept) {
        // A voter whose votes are not recorded could equivocate after a restart; it stops.
        log::error(kVoterLog, "GRANDPA voter stops, its votes cannot be written: " + kept.error().reason);
        const std::lock_guard lock(session_mutex_);
        session_.reset();
        return false;
    }
    return true;
}

std::optional<VoteReceived> VoterLoop::cast(const CastVote& vote) {
    const AuthorityId id = *session_->identity;
    const auto bytes = keys_->sign(crypto::key_types::kGrandpa, crypto::Scheme::kEd25519, id.bytes,
                                   signed_bytes(vote.message, vote.round, session_->set_id));
    const auto signature = bytes ? Signature::from(*bytes) : std::nullopt;
    if (!signature) {
        log::warn(kVoterLog, "Failed to sign GRANDPA vote for round " + std::to_string(vote.round) + " targeting " +
                                 show(vote.message.target));
        return std::nullopt;
    }
    log::debug(kVoterLog, [&] {
        return "Casting " + std::string(name_of(vote.message.kind)) + " for " + show(vote.message.target) +
               " in round " + std::to_string(vote.round);
    });
    {
        const std::lock_guard lock(session_mutex_);
        counts_.prevotes += vote.message.kind == VoteKind::kPrevote ? 1 : 0;
        counts_.precommits += vote.message.kind == VoteKind::kPrecommit ? 1 : 0;
    }
    const SignedMessage message{vote.message, *signature, id};
    send(std::nullopt, VoteMessage{vote.round, session_->set_id, message}, std::nullopt);
    return VoteReceived{vote.round, message};
}

void VoterLoop::report(const EquivocationProof& proof) {
    const std::string offender = to_hex_prefixed(proof.votes.identity.bytes);
    log::warn(kVoterLog, "Detected " + std::string(name_of(proof.kind)) + " equivocation in round " +
                             std::to_string(proof.votes.round) + " by " + offender);
    if (!options_.submit_transaction) return;
    const auto outcome = report_equivocation(*client_, sets_.set(), proof, options_.submit_transaction);
    if (!outcome) return log::warn(kVoterLog, "Error reporting equivocation: " + outcome.error().reason);
    switch (*outcome) {
        case ReportOutcome::kSubmitted:
            return log::info(kVoterLog, "Submitted equivocation report for voter " + offender);
        case ReportOutcome::kNoOwnershipProof:
            return log::debug(kVoterLog, [] { return "Equivocation offender is not part of the authority set."; });
        case ReportOutcome::kNotSubmitted:
            return log::warn(kVoterLog, "The equivocation report for voter " + offender + " is refused");
    }
}

/// Observed: finalize_block of sc_consensus_grandpa, polkadot v1.0.0: a justification is kept for good with the first
/// block that is final, with those that change the set, and with one of each period; the latest is always known.
bool VoterLoop::finalize(Finalize what) {
    const BlockId target = what.commit.target;
    const BlockId last = client_->finalized();
    if (target.number <= last.number) {
        // After a forced change voting may begin below what is final here.
        log::debug(kVoterLog, [&] { return "Re-finalized block " + show(target); });
        return true;
    }
    auto justification = make_justification(what.round, std::move(what.commit), [&](const Hash256& hash) {
        const auto header = client_->find_header(hash);
        return header ? *header : nullptr;
    });
    if (!justification) {
        log::error(kVoterLog, "cannot finalize " + show(target) + ": its votes are not connected by headers");
        return true;
    }
    auto encoded = std::make_shared<const Bytes>(scale::encode(*justification));
    bool keep = false;
    const auto make_plan = [&](const BlockId& block, const BlockId& finalized) -> OrFailure<chain::FinalityPlan> {
        TRY_ASSIGN(auto plan, sets_.plan_finality(block));
        chain::FinalityPlan out{.refusal = std::move(plan.refusal), .aux = std::move(plan.aux)};
        out.aux.push_back(keep_best_justification(*encoded));
        const uint32_t period = std::max(options_.justification_period, 1u);
        keep = plan.enacts || finalized.number == 0 || finalized.number / period != block.number / period;
        if (keep) out.justification = primitives::Justification{primitives::kGrandpaEngine, *encoded};
        return out;
    };
    const auto done = client_->finalize_by_plan(target.hash, make_plan);
    if (!done) {
        log::warn(kVoterLog, "Error applying finality to block " + show(target) + ": " + done.error().reason);
        return true;
    }
    if (done->refusal) {
        log::error(kVoterLog, "cannot finalize " + show(target) + ": " + done->refusal->text);
        return true;
    }
    log::debug(kVoterLog, [&] { return "Finalizing blocks up to " + show(target); });
    if (!keep) notify_justification(encoded);  // otherwise the listener notifies
    return sets_.set_id() == session_->set_id;
}

void VoterLoop::arm_timer() {
    const uint64_t now = options_.scheduler->now_ms();
    if (!session_) return;
    const auto next = session_->voter.next_timer(now);
    const uint64_t at = std::max(std::min(next.value_or(key_check_at_ms_), key_check_at_ms_), now + 1);
    if (timer_ && timer_->at_ms == at) return;
    // False: the timer has passed, and its task waits on the lane; it is to do nothing.
    if (timer_) (void)lane_->cancel(timer_->id);
    timer_.reset();
    const auto id = lane_->post_after(at - now, [this, at] {
        if (!timer_ || timer_->at_ms != at) return;
        timer_.reset();
        on_timer();
    });
    if (id) timer_ = Timer{*id, at};
}

void VoterLoop::on_timer() {
    const uint64_t now = options_.scheduler->now_ms();
    if (now >= key_check_at_ms_) key_check_at_ms_ = now + kKeyCheckMs;
    // A key may have been inserted or removed; the records carry over what was voted.
    if (session_ && own_key(session_->voter.voters()) != session_->identity) return begin_session();
    handle(TimePassed{});
}

void VoterLoop::on_message(GossipPeer peer, BytesView bytes) {
    auto message = scale::decode<GossipMessage>(bytes);
    const MessageVerdict verdict = message ? consider(peer, *message) : MessageVerdict::kUndecodable;
    if (verdict != MessageVerdict::kNew) return report_verdict(peer, verdict);
    handle(to_input(*std::move(message), peer));
}

/// kNew: it is for the voter, who judges it.
MessageVerdict VoterLoop::consider(GossipPeer peer, const GossipMessage& message) const {
    if (!session_ || session_->set_id != sets_.set_id()) return MessageVerdict::kNotVoting;
    const MessageVerdict verdict = session_->voter.consider(peer, message);
    if (verdict != MessageVerdict::kNew) return verdict;
    return check_message(message, session_->set_id, session_->voter.voters(), random());
}

void VoterLoop::report_verdict(GossipPeer peer, MessageVerdict verdict) {
    if (is_fault(verdict)) {
        // The network is about to part with the peer: nothing more of it costs a signature check.
        mailbox_.drop(peer);
        log::debug(kVoterLog, [&] { return "Peer " + std::to_string(peer) + " sent " + to_string(verdict); });
    }
    if (options_.report_verdict) options_.report_verdict(peer, verdict);
}

void VoterLoop::send(const std::optional<GossipPeer>& peer, const GossipMessage& message,
                     const std::optional<GossipPeer>& from) const {
    if (!options_.send) return;
    options_.send({peer, from, message, std::make_shared<const Bytes>(scale::encode(message))});
}

void VoterLoop::peer_joined(GossipPeer peer) {
    mailbox_.begin(peer, [this, peer] {
        peers_.join(peer);
        handle(PeerJoined{peer});
    });
}

void VoterLoop::on_disconnected(GossipPeer peer) {
    mailbox_.drop(peer);
    lane_->post_always([this, peer] {
        peers_.leave(peer);
        handle(PeerLeft{peer});
    });
}

std::optional<VoterState> VoterLoop::state() const {
    const std::lock_guard lock(session_mutex_);
    if (!session_) return std::nullopt;
    VoterState out{session_->set_id, state_of(session_->voter.best_round()), {}};
    for (const Round* round : session_->voter.past_rounds()) out.background.push_back(state_of(*round));
    return out;
}

RunningGrandpa::Counts VoterLoop::counts() const {
    const std::lock_guard lock(session_mutex_);
    return counts_;
}

uint64_t VoterLoop::subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) {
    const std::lock_guard lock(subscribers_mutex_);
    subscribers_.emplace(next_subscriber_, std::move(callback));
    return next_subscriber_++;
}

void VoterLoop::unsubscribe(uint64_t id) {
    const std::lock_guard lock(subscribers_mutex_);
    subscribers_.erase(id);
}

void VoterLoop::notify_justification(const std::shared_ptr<const Bytes>& justification) {
    const std::lock_guard lock(subscribers_mutex_);
    for (const auto& [id, callback] : subscribers_) callback(justification);
}

}  // namespace serinus::consensus::grandpa
