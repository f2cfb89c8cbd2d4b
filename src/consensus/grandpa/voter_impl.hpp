/// The state of a voter. For voter.cpp (rounds and votes of its own), voter_messages.cpp (messages of others) and
/// voter_blocks.cpp (blocks that messages wait for) alone.
#pragma once

#include <algorithm>

#include "consensus/grandpa/voting_round.hpp"

namespace serinus::consensus::grandpa {

struct Voter::Impl {
    const VoterChain& chain;
    PeerViews& peers;
    std::shared_ptr<const VoterSet> voters;
    VoterOptions options;
    std::optional<size_t> self;  ///< our place among the voters
    RoundsRecord rounds;
    CastRecord cast;

    std::optional<VotingRound> best;          ///< always there but while it is replaced
    std::map<RoundNumber, VotingRound> past;  ///< completed or passed over, until their estimate is final
    BlockId finalized;                        ///< the highest that we know of
    BlockId finalized_in_rounds;              ///< by votes, not by commits of rounds that we have not played
    std::optional<std::pair<RoundNumber, Commit>> last_commit;

    /// Votes that wait for a block or for the next round, by round, voter and kind.
    struct WaitingVote {
        SignedMessage vote;
        std::optional<GossipPeer> from;
    };
    std::map<std::tuple<RoundNumber, size_t, VoteKind>, std::vector<WaitingVote>> waiting;
    static bool is_among(const std::vector<WaitingVote>& votes, const SignedMessage& vote) {
        return std::ranges::find(votes, vote, &WaitingVote::vote) != votes.end();
    }
    std::vector<CommitReceived> waiting_commits;
    std::optional<CatchUpReceived> waiting_catch_up;
    struct CatchUpAsked {
        GossipPeer peer = 0;
        RoundNumber round = 0;
        Millis at = 0;
    };
    std::optional<CatchUpAsked> catch_up_asked;
    std::map<GossipPeer, Millis> catch_up_tried;  ///< when each peer was asked, or gave nothing in time
    std::optional<Millis> catch_up_retry_at;      ///< when another peer is to be asked
    std::optional<Millis> block_requests_at;      ///< the next look for blocks that messages wait for
    std::map<Hash256, uint32_t> block_requests;   ///< how often each of those that are still missing was asked for
    uint64_t random_state = 0;

    Millis now = 0;  ///< of the input that is handled
    std::vector<VoterEffect>* effects = nullptr;

    Impl(const VoterChain& chain_in, PeerViews& peers_in, std::shared_ptr<const VoterSet> voters_in,
         const VoterOptions& options_in)
        : chain(chain_in), peers(peers_in), voters(std::move(voters_in)), options(options_in) {}

    template <class E>
    void emit(E effect) {
        effects->push_back(std::move(effect));
    }
    uint64_t random_below(uint64_t bound) {
        random_state += 0x9e3779b97f4a7c15;
        uint64_t x = random_state;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return bound == 0 ? 0 : (x ^ (x >> 31)) % bound;
    }
    RoundNumber best_number() const { return best->votes.number(); }
    VotingRound* find(RoundNumber number) {
        if (number == best_number()) return &*best;
        const auto found = past.find(number);
        return found == past.end() ? nullptr : &found->second;
    }
    const VotingRound* find(RoundNumber number) const { return const_cast<Impl*>(this)->find(number); }
    Neighbor own_view() const { return {best_number(), options.set_id, finalized.number}; }
    bool knows(const BlockId& block) const {
        const auto link = chain.find(block.hash);
        return link && link->number == block.number;
    }

    void restore(const BlockId& finalized_in, Millis start);
    void start_round(RoundNumber number, RoundResult last);
    void to_past(VotingRound round);

    void on(const VoteReceived& input);
    void on(const CommitReceived& input);
    void on(const CatchUpReceived& input);
    void on(const CatchUpRequested& input);
    void on(const NeighborReceived& input);
    void on(const PeerJoined& input) { peers.join(input.peer); }
    void on(const PeerLeft& input) {
        peers.leave(input.peer);
        catch_up_tried.erase(input.peer);
        if (catch_up_asked && catch_up_asked->peer == input.peer) {
            catch_up_asked.reset();
            catch_up_retry_at = now;
        }
    }
    void on(const BlocksImported&) { retry_waiting(); }
    void on(const FinalizedElsewhere& input) { note_finalized(input.block); }
    void on(const TimePassed&) {}

    /// Judges a message for its peer; a good new one is passed on to the others.
    void judge(const std::optional<GossipPeer>& from, MessageVerdict verdict);
    void judge_and_relay(const std::optional<GossipPeer>& from, MessageVerdict verdict, GossipMessage message);
    MessageVerdict consider(const VoteMessage& vote) const;
    MessageVerdict consider(const CommitMessage& commit) const;
    MessageVerdict consider(GossipPeer from, const CatchUpMessage& message) const;
    MessageVerdict consider(GossipPeer from, const CatchUpRequest& request) const;
    MessageVerdict take(const VoteReceived& input);
    MessageVerdict take(const CommitReceived& input);
    MessageVerdict take(const CatchUpReceived& input);
    MessageVerdict import(VotingRound& round, const SignedMessage& vote);
    MessageVerdict wait(size_t voter, const VoteReceived& input);
    bool has_waiting() const { return !waiting.empty() || !waiting_commits.empty() || waiting_catch_up.has_value(); }
    void request_blocks();
    void retry_waiting();
    MessageVerdict check(const CatchUp& catch_up, std::optional<Round>& round) const;
    void request_catch_up(GossipPeer peer, RoundNumber round);
    void expire_catch_up();
    void retry_catch_up();
    void send_missing(GossipPeer peer, const Neighbor& view);
    void send_votes(GossipPeer peer, RoundNumber round);
    void send_neighbor_packets();

    void advance();
    void play(VotingRound& round);
    void vote(VotingRound& round, VoteKind kind, BlockId target);
    void announce_finalized(VotingRound& round);
    void finalize(RoundNumber round, const Commit& commit);
    void note_finalized(const BlockId& block) {
        if (block.number > finalized.number) finalized = block;
    }
    /// Of the rounds to come.
    void raise_base(const BlockId& block) {
        if (block.number > finalized_in_rounds.number) finalized_in_rounds = block;
    }
    void keep_completed(const VotingRound& round);
    void complete_best();
    void run_past();
};

}  // namespace serinus::consensus::grandpa
