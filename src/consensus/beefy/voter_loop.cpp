#include "consensus/beefy/voter_loop.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "chain/import/refusal_reason.hpp"
#include "consensus/beefy/stored.hpp"
#include "platform/log.hpp"

namespace serinus::consensus::beefy {
namespace {

constexpr const char* kBeefyTarget = "beefy";
/// Justifications that came with blocks before the voter began: ours. Those of mandatory blocks are asked for again.
constexpr size_t kMaxEarlyProofs = 64;
/// Between two looks at the timer of a voter whose time has come, as during a major synchronisation: ours.
constexpr uint64_t kMinTimerMs = 1000;

std::string number_of(BlockNumber block) { return "#" + std::to_string(block); }

chain::Refusal refused(chain::RefusalReason reason, std::string text) { return {reason, std::move(text)}; }

size_t signature_count(const SignedCommitment& proof) {
    return static_cast<size_t>(
        std::ranges::count_if(proof.signatures, [](const auto& one) { return one.has_value(); }));
}

}  // namespace

VoterLoop::VoterLoop(chain::Client& client, crypto::NodeKeys& keys, BeefyOptions options)
    : client_(&client),
      keys_(&keys),
      options_(std::move(options)),
      lane_(options_.scheduler->make_lane({.name = "beefy", .runs_on = platform::WorkClass::kConsensus})),
      mailbox_(
          *lane_, [this](GossipPeer peer, const Bytes& message) { on_message(peer, message); },
          [this](GossipPeer peer) {
              if (options_.on_room) options_.on_room(peer);
          }) {}

VoterLoop::~VoterLoop() { VoterLoop::stop(); }

void VoterLoop::start() {
    client_->add_listener(this);
    client_->set_proof_gadget(this);
    lane_->post_always([this] {
        if (const auto noted = note_first_set(*client_); !noted) log::error(kBeefyTarget, noted.error().reason);
        learn_finality();
    });
}

void VoterLoop::stop() {
    client_->set_proof_gadget(nullptr);
    client_->remove_listener(this);
    lane_->close();
}

std::optional<Hash256> VoterLoop::mmr_root(BlockNumber block) const {
    const auto hash = client_->find_hash(block);
    if (!hash || !*hash) return std::nullopt;
    const auto header = client_->find_header(**hash);
    if (!header || *header == nullptr) return std::nullopt;
    const auto root = find_mmr_root(**header);
    if (!root) log::warn(kBeefyTarget, "🥩 No MMR root digest found for: " + to_hex_prefixed((*hash)->bytes));
    return root;
}

std::optional<AuthorityId> VoterLoop::own_key(const ValidatorSet& set) const {
    if (!options_.is_authority) return std::nullopt;
    for (const Bytes& key : keys_->public_keys(kKeyType, crypto::Scheme::kEcdsa)) {
        const auto id = AuthorityId::from(key);
        if (id && set.contains(*id)) return id;
    }
    return std::nullopt;
}

void VoterLoop::on_finalized(const chain::FinalizedBlocks&) {
    if (finality_is_posted_.exchange(true)) return;
    lane_->post_always([this] { learn_finality(); });
}

void VoterLoop::learn_finality() {
    finality_is_posted_ = false;
    if (has_failed_) return;
    const chain::BlockId last = client_->finalized();
    if (voter_ == nullptr) return try_begin(last);
    if (last.number <= voter_->record().best_grandpa) return;
    // Observed: polkadot 1.25.1 begins anew likewise when governance sets another genesis of BEEFY.
    const auto genesis = find_pallet_genesis(*client_, last.hash);
    if (genesis && *genesis != voter_->record().pallet_genesis) {
        log::error(kBeefyTarget, "🥩 Error: ConsensusReset. Restarting voter.");
        voter_.reset();
        return try_begin(last);
    }
    learn_sessions(last);
}

void VoterLoop::try_begin(const chain::BlockId& last) {
    const auto genesis = find_pallet_genesis(*client_, last.hash);
    if (!genesis || *genesis > last.number) return;
    log::info(kBeefyTarget, "🥩 BEEFY pallet available: block " + std::to_string(last.number) + " beefy genesis " +
                                std::to_string(*genesis));
    auto found = find_record(*client_);
    if (!found) return log::error(kBeefyTarget, found.error().reason);
    std::optional<VoterRecord> record = *std::move(found);
    // A record of another genesis, or of blocks that this chain does not have.
    if (record && (record->pallet_genesis != *genesis || record->best_grandpa > last.number)) record.reset();
    if (record) {
        log::info(kBeefyTarget, "🥩 Loading BEEFY voter state from db: best BEEFY block " +
                                    std::to_string(record->best_beefy) + ", best voted " +
                                    std::to_string(record->best_voted) + ".");
        return begin(*record, last);
    }
    auto made = make_record(*client_, *genesis, last, lane_->stop_token());
    if (!made) return log::error(kBeefyTarget, made.error().reason);
    if (*made && keep(**made)) begin(**made, last);
}

void VoterLoop::begin(const VoterRecord& record, const chain::BlockId& last) {
    // What was proven before a gap is not known: the head is one with a justification.
    const auto hash = client_->find_hash(record.best_beefy);
    if (record.best_beefy > 0 && hash && *hash) {
        const auto all = client_->find_justifications(**hash);
        const auto is_beefy = [](const auto& one) { return one.engine == primitives::kBeefyEngine; };
        const std::lock_guard lock(mutex_);
        if (all && *all && std::ranges::any_of(**all, is_beefy)) head_ = **hash;
    }
    voter_ = std::make_unique<Voter>(*this, record, options_.scheduler->now_ms(), options_.voter);
    log::info(kBeefyTarget, "🥩 run BEEFY worker, best grandpa: " + number_of(last.number) + ".");
    for (const EarlyProof& early : std::exchange(early_, {})) on_imported_proof(early.block, early.proof);
    if (voter_ != nullptr) learn_sessions(last);
}

void VoterLoop::learn_sessions(const chain::BlockId& last) {
    auto sessions = find_sessions(*client_, voter_->record().best_grandpa, last.number);
    if (!sessions) return log::error(kBeefyTarget, sessions.error().reason);
    for (const SessionStart& session : *sessions) {
        const bool is_lagging = !voter_->record().sessions.back().mandatory_done;
        const bool lacks_key = options_.is_authority && !own_key(session.set);
        {
            const std::lock_guard lock(mutex_);
            figures_.lagging_sessions += is_lagging ? 1 : 0;
            figures_.no_authority_found_in_store += lacks_key ? 1 : 0;
        }
        log::info(kBeefyTarget, "🥩 New Rounds for validator set id: " + std::to_string(session.set.id) +
                                    " with session_start " + std::to_string(session.block));
        if (lacks_key) {
            log::debug(kBeefyTarget, [&] {
                return "🥩 for block " + std::to_string(session.block) + " no authority public key found in store";
            });
        }
    }
    handle(GrandpaFinalized{last.number, *std::move(sessions)});
}

Result<chain::MaybeRefusal, chain::ChainError> VoterLoop::check_proof(const chain::BlockId& id, BytesView encoded) {
    using enum chain::RefusalReason;
    const auto proof = decode_proof(encoded);
    if (!proof) return refused(kUndecodableJustification, "its BEEFY justification cannot be decoded");
    if (proof->commitment.block_number != id.number) {
        return refused(kJustificationOfOtherBlock, "its BEEFY justification is of another block");
    }
    const auto genesis = find_pallet_genesis(*client_, id.hash);
    const auto set = find_validator_set(*client_, id.hash);
    if (!genesis || !set || id.number < *genesis) return refused(kNoGadget, "its state says nothing of BEEFY");
    if (beefy::check_proof(*proof, id.number, *set).is_valid) return chain::MaybeRefusal();
    return refused(kTooFewVotes, "its BEEFY justification has too few good signatures");
}

void VoterLoop::take_proof(const chain::BlockId& id, Bytes proof) {
    // One that finds no room is lost: that of a mandatory block is asked for.
    (void)lane_->post([this, id, proof = std::move(proof)] {
        if (voter_ != nullptr) return on_imported_proof(id, proof);
        if (!has_failed_ && early_.size() < kMaxEarlyProofs) early_.push_back({id, proof});
    });
}

void VoterLoop::on_imported_proof(const chain::BlockId& id, const Bytes& encoded) {
    const auto proof = decode_proof(encoded);
    bool is_good = false;
    if (proof && voter_ != nullptr) {
        // The set that votes is known; that of another block stands in its state.
        const bool is_of_active_set = proof->commitment.validator_set_id == voter_->active_set().id;
        const auto set = is_of_active_set ? voter_->active_set() : find_validator_set(*client_, id.hash);
        is_good = set && beefy::check_proof(*proof, id.number, *set).is_valid;
    }
    {
        const std::lock_guard lock(mutex_);
        ++(is_good ? figures_.good_justification_imports : figures_.bad_justification_imports);
    }
    log::debug(kBeefyTarget, [&] {
        return (is_good ? "🥩 import justif for block number " : "🥩 error importing BEEFY justification for block ") +
               std::to_string(id.number);
    });
    if (is_good) handle(ProofReceived{*proof, std::nullopt, true});
}

void VoterLoop::on_message(GossipPeer peer, BytesView bytes) {
    const auto message = scale::decode<GossipMessage>(bytes);
    if (voter_ == nullptr || !message) {
        // Without a set a message cannot be judged. Observed: sc-consensus-beefy 39.0.0: it costs nothing then.
        const auto verdict = voter_ == nullptr ? MessageVerdict::kCannotTell : MessageVerdict::kUndecodable;
        if (options_.report_verdict) options_.report_verdict(peer, verdict);
        return;
    }
    if (const auto* vote = std::get_if<VoteMessage>(&*message)) return handle(VoteReceived{*vote, peer});
    const auto& compact = std::get<CompactSignedCommitment>(std::get<VersionedFinalityProof>(*message));
    handle(ProofReceived{from_compact(compact), peer});
}

void VoterLoop::receive_answer(BlockNumber block, Bytes proof) {
    lane_->post_always([this, block, proof = std::move(proof)] { on_answer(block, proof); });
}

void VoterLoop::on_answer(BlockNumber block, BytesView encoded) {
    const auto judge = [&](AnswerVerdict verdict) {
        if (options_.report_answer_verdict) options_.report_answer_verdict(block, verdict);
    };
    const SessionStart* first = voter_ == nullptr ? nullptr : &voter_->record().sessions.front();
    if (first == nullptr || first->mandatory_done || first->block != block) return judge(AnswerVerdict::kNotNeeded);
    const auto proof = decode_proof(encoded);
    if (!proof || !beefy::check_proof(*proof, block, first->set).is_valid) return judge(AnswerVerdict::kBad);
    judge(AnswerVerdict::kGood);
    handle(ProofReceived{*proof, std::nullopt, true});
}

void VoterLoop::handle(VoterInput first) {
    std::deque<VoterInput> inputs;
    inputs.push_back(std::move(first));
    while (!inputs.empty() && voter_ != nullptr) {
        std::vector<VoterEffect> effects;
        voter_->set_syncing(options_.is_syncing && options_.is_syncing());
        const bool is_vote = std::holds_alternative<VoteReceived>(inputs.front());
        voter_->handle(inputs.front(), options_.scheduler->now_ms(), effects);
        inputs.pop_front();
        for (size_t i = 0; i < effects.size(); ++i) {
            if (const auto* judged = std::get_if<Judged>(&effects[i])) count(*judged, is_vote);
            bool is_done = true;
            if (const auto* proof = std::get_if<Prove>(&effects[i])) {
                // The record that follows is kept with the justification, in one batch.
                const auto* record = i + 1 < effects.size() ? std::get_if<KeepRecord>(&effects[i + 1]) : nullptr;
                is_done = prove(*proof, record);
                i += record != nullptr ? 1 : 0;
            } else {
                is_done = perform(effects[i], inputs);
            }
            if (is_done) continue;
            voter_.reset();
            has_failed_ = true;
            return;
        }
    }
    publish();
    arm_timer();
}

/// False: the disk fails.
bool VoterLoop::perform(const VoterEffect& effect, std::deque<VoterInput>& inputs) {
    if (const auto* record = std::get_if<KeepRecord>(&effect)) return keep(record->record);
    if (const auto* vote = std::get_if<CastVote>(&effect)) {
        if (auto own = cast(*vote)) inputs.emplace_back(*std::move(own));
    } else if (const auto* pass_on = std::get_if<PassOnVote>(&effect)) {
        const Commitment& commitment = pass_on->vote.commitment;
        if (options_.send) {
            options_.send({commitment.block_number, commitment.validator_set_id, true, false, pass_on->from,
                           std::make_shared<const Bytes>(scale::encode(GossipMessage(pass_on->vote)))});
        }
    } else if (const auto* repeat = std::get_if<RepeatProof>(&effect)) {
        send_proof(repeat->proof, std::nullopt, true);
    } else if (const auto* report = std::get_if<ReportEquivocation>(&effect)) {
        this->report(report->proof);
    } else if (const auto* request = std::get_if<RequestProof>(&effect)) {
        if (options_.request_proof) options_.request_proof(request->block);
    } else if (const auto* judged = std::get_if<Judged>(&effect)) {
        if (is_fault(judged->verdict)) {
            // The network is about to part with the peer: nothing more of it costs a signature check.
            mailbox_.drop(judged->peer);
            log::debug(kBeefyTarget, [&] {
                return "🥩 Peer " + std::to_string(judged->peer) + " sent " + to_string(judged->verdict);
            });
        }
        if (options_.report_verdict) options_.report_verdict(judged->peer, judged->verdict);
    }
    return true;
}

/// A voter whose votes are not recorded could sign two commitments for a block after a restart; it stops.
bool VoterLoop::keep(const VoterRecord& record) {
    const auto kept = client_->put_aux({keep_record(record)});
    if (!kept) log::error(kBeefyTarget, "🥩 The voter stops, its state cannot be written: " + kept.error().reason);
    return kept.has_value();
}

bool VoterLoop::prove(const Prove& prove, const KeepRecord* record) {
    const SignedCommitment& proof = prove.proof;
    const BlockNumber block = proof.commitment.block_number;
    const auto encoded = std::make_shared<const Bytes>(encode_proof(proof));
    const auto hash = client_->find_hash(block);
    bool is_kept = false;
    if (hash && *hash) {
        std::vector<chain::AuxChange> aux;
        if (record != nullptr) aux.push_back(keep_record(record->record));
        const auto kept = client_->append_justification(**hash, {primitives::kBeefyEngine, *encoded}, std::move(aux));
        is_kept = kept && *kept;
    }
    if (!is_kept) {
        log::error(kBeefyTarget, "🥩 Error on appending justification for block " + number_of(block));
        if (record != nullptr && !keep(record->record)) return false;
    }
    log::info(kBeefyTarget, "🥩 Round " + number_of(block) +
                                " concluded, finality_proof: " + std::to_string(signature_count(proof)) + " of " +
                                std::to_string(proof.signatures.size()) + " validators of set " +
                                std::to_string(proof.commitment.validator_set_id));
    if (options_.proven) options_.proven(block);
    {
        const std::lock_guard lock(mutex_);
        ++figures_.imported_justifications;
        if (hash && *hash) head_ = **hash;
        for (const auto& [id, callback] : subscribers_) callback(encoded);
    }
    send_proof(proof, prove.from, false);
    return true;
}

void VoterLoop::send_proof(const SignedCommitment& proof, const std::optional<GossipPeer>& from, bool is_repeat) const {
    if (!options_.send) return;
    const GossipMessage message(VersionedFinalityProof(to_compact(proof)));
    options_.send({proof.commitment.block_number, proof.commitment.validator_set_id, false, is_repeat, from,
                   std::make_shared<const Bytes>(scale::encode(message))});
}

std::optional<VoteReceived> VoterLoop::cast(const CastVote& vote) {
    const BlockNumber block = vote.commitment.block_number;
    const auto signature = keys_->sign_prehashed(kKeyType, vote.key.bytes, signed_hash(vote.commitment));
    if (!signature) {
        log::warn(kBeefyTarget, "🥩 Error signing commitment for block " + number_of(block));
        return std::nullopt;
    }
    const VoteMessage message{vote.commitment, vote.key, *signature};
    log::debug(kBeefyTarget, [&] { return "🥩 Sent vote message for block " + number_of(block); });
    {
        const std::lock_guard lock(mutex_);
        ++figures_.votes_sent;
    }
    if (options_.send) {
        options_.send({block, vote.commitment.validator_set_id, true, vote.is_repeat, std::nullopt,
                       std::make_shared<const Bytes>(scale::encode(GossipMessage(message)))});
    }
    return VoteReceived{message, std::nullopt};
}

void VoterLoop::report(const EquivocationProof& proof) {
    const std::string offender = to_hex_prefixed(proof.first.id.bytes);
    log::warn(kBeefyTarget, "🥩 Detected equivocation in round " + number_of(proof.first.commitment.block_number) +
                                " by " + offender);
    {
        const std::lock_guard lock(mutex_);
        ++figures_.equivocation_votes;
    }
    if (!options_.submit_transaction) return;
    const auto outcome = report_equivocation(*client_, proof, options_.submit_transaction);
    if (!outcome) return log::warn(kBeefyTarget, "🥩 Error reporting equivocation: " + outcome.error().reason);
    switch (*outcome) {
        case ReportOutcome::kSubmitted:
            return log::info(kBeefyTarget, "🥩 Submitted equivocation report for validator " + offender);
        case ReportOutcome::kNoOwnershipProof:
            return log::debug(kBeefyTarget, [] { return "🥩 Equivocation offender not part of the authority set."; });
        case ReportOutcome::kNotSubmitted:
            return log::warn(kBeefyTarget, "🥩 The equivocation report for validator " + offender + " is refused");
    }
}

void VoterLoop::count(const Judged& judged, bool is_vote) {
    const std::lock_guard lock(mutex_);
    switch (judged.verdict) {
        case MessageVerdict::kGoodVote:
            ++figures_.good_votes;
            break;
        case MessageVerdict::kPast:
            ++(is_vote ? figures_.stale_votes : figures_.stale_justifications);
            break;
        case MessageVerdict::kUnknownVoter:
        case MessageVerdict::kBadSignature:
            ++figures_.invalid_votes;
            break;
        default:
            break;
    }
}

/// For other threads, and the filter of messages for the network.
void VoterLoop::publish() {
    if (voter_ == nullptr) return;
    const auto [first, last] = voter_->accepted_blocks();
    const GossipFilter filter{voter_->active_set().id, first, last};
    if (filter_ != filter && options_.filter_changed) options_.filter_changed(filter);
    filter_ = filter;
    const std::lock_guard lock(mutex_);
    figures_.validator_set_id = filter.set_id;
    figures_.best_block = voter_->record().best_beefy;
    figures_.best_voted = voter_->record().best_voted;
    figures_.should_vote_on = voter_->target().value_or(figures_.should_vote_on);
    figures_.buffered_justifications = voter_->waiting_proof_count();
    figures_.buffered_justifications_dropped = voter_->dropped_proof_count();
}

void VoterLoop::arm_timer() {
    if (voter_ == nullptr) return;
    const uint64_t now = options_.scheduler->now_ms();
    const uint64_t at = std::max(voter_->next_timer(), now + kMinTimerMs);
    if (timer_ && timer_->at_ms <= at) return;
    // False: the timer has passed, and its task waits on the lane; it is to do nothing.
    if (timer_) (void)lane_->cancel(timer_->id);
    timer_.reset();
    const auto id = lane_->post_after(at - now, [this, at] {
        if (!timer_ || timer_->at_ms != at) return;
        timer_.reset();
        handle(TimePassed{});
    });
    if (id) timer_ = Timer{*id, at};
}

std::optional<Hash256> VoterLoop::finalized_head() const {
    const std::lock_guard lock(mutex_);
    return head_;
}

Figures VoterLoop::figures() const {
    const std::lock_guard lock(mutex_);
    return figures_;
}

uint64_t VoterLoop::subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) {
    const std::lock_guard lock(mutex_);
    subscribers_.emplace(next_subscriber_, std::move(callback));
    return next_subscriber_++;
}

void VoterLoop::unsubscribe(uint64_t id) {
    const std::lock_guard lock(mutex_);
    subscribers_.erase(id);
}

std::unique_ptr<RunningBeefy> start(chain::Client& client, crypto::NodeKeys& keys, BeefyOptions options) {
    auto loop = std::make_unique<VoterLoop>(client, keys, std::move(options));
    loop->start();
    return loop;
}

}  // namespace serinus::consensus::beefy
