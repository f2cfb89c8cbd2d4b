/// The validator's side of collation: which collators stay connected, what is fetched of them, what is seconded, and
/// what they gain or lose by it. It joins the parts of this folder.
/// Observed: polkadot-collator-protocol 36.0.0, validator_side_experimental, the default on Kusama.
///
/// - A collator is bound to the para that it declares, or that its first segment names; one that changes its mind is
///   disconnected. Signatures of declarations are not looked at: a key is worth nothing here, scores are of peers.
/// - What comes must be what was offered: the candidate or its head, para, scheduling parent, version, core and session
///   of the block, and the input that follows from the parent's head. If the parent's head is not known yet, the
///   collation waits for it, and goes when the parent is given up.
/// - A collation that does not come, comes late or is another one costs kFailedFetchSlash, an invalid one
///   kInvalidCollationSlash. A failure of the network costs nothing.
/// - `plan` follows any input.
#pragma once

#include "parachain/backing/backing.hpp"
#include "parachain/collation/collation_offers.hpp"
#include "parachain/collation/collator_peers.hpp"
#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

/// Messages by the version of the protocol that was agreed with the peer.
using CollationMessage =
    std::variant<CollatorMessageV1, CollatorMessageV2, CollatorMessageV3, AdvertiseSegment>;  ///< /1, /2, /3, /4

/// One effect of the machine; they are carried out in order.
struct ValidatorSideEffect {
    struct Disconnect {
        std::set<PeerId> peers;
    };
    /// Over req_collation/1, /2 or /3; the answer is `on_collation`, whatever it is.
    struct Request {
        CollationOffers::FetchId id;
        PeerId peer;
        std::variant<CollationRequestV1, CollationRequestV2, CollationRequestV3> request;
    };
    /// The answer is not waited for any more.
    struct Cancel {
        CollationOffers::FetchId id;
    };
    /// `Backing::second`.
    struct Second {
        CandidateReceipt receipt;
        PersistedValidationData data;
        PoV pov;
    };
    /// To a collator of /1 to /3 that is connected.
    struct Send {
        PeerId peer;
        CollationMessage message;
    };
    std::variant<Disconnect, Request, Cancel, Second, Send> v;
};

/// Why a collation that came is not seconded.
enum class CollationFault : uint8_t {
    kOtherCandidate = 1,
    kOtherHead,
    kOtherPara,
    kOtherSchedulingParent,
    kOtherVersion,
    kUnknownVersion,  ///< or version 3 over /1 or /2
    kOtherCore,
    kOtherSession,
    kOtherParentHead,
    kOtherInput,
    kNoInput,  ///< ours: no leaf allows the relay parent; it costs nothing
};

const char* to_string(CollationFault fault) noexcept;

class ValidatorSide {
  public:
    using Effects = std::vector<ValidatorSideEffect>;
    using FetchId = CollationOffers::FetchId;
    /// A wake-up for an offer that waits comes no sooner than so long after the choice before.
    static constexpr Millis kMinPlanDelay = 150;
    /// How often scores are to be stored.
    static constexpr Millis kStoreScoresEach = 600'000;

    /// All of them outlive this. `scores` are restored by the caller, and stored each kStoreScoresEach and at the end.
    ValidatorSide(CollatorScores& scores, const ProspectiveParachains& prospective, const Backing& backing,
                  const RelayParents& relay_parents)
        : scores_(scores),
          peers_(scores),
          prospective_(prospective),
          backing_(backing),
          relay_parents_(relay_parents) {}

    /// Prospective parachains and backing know the leaf before. New leaves are activated before old ones are
    /// deactivated.
    void activate(CollationLeaf leaf, Millis now, Effects& out);
    void deactivate(const Hash256& leaf, Effects& out);
    /// Scores of final blocks (`add_bumps`); `registered`: all paras.
    void on_finalized(BlockNumber number, const ScoreBumps& bumps, const std::set<ParaId>& registered,
                      WallMilliseconds now);

    /// `version`: 1 to 4, as agreed.
    void connect(const PeerId& peer, uint8_t version, Effects& out);
    void disconnect(const PeerId& peer);
    /// `current_slot`: of the relay chain, by the wall clock. Nothing is returned for what is no offer.
    std::optional<OfferVerdict> on_message(const PeerId& peer, const CollationMessage& message, uint64_t current_slot,
                                           Millis now, Effects& out);

    enum class NoCollation : uint8_t {
        kLate,  ///< it took longer than the protocol allows, or the request was refused
        kUndecodable,
        kFailure,  ///< of the network
    };
    /// A response over /3 is the second kind. What does not fit is returned for the log.
    std::optional<CollationFault> on_collation(FetchId id,
                                               std::variant<Collation, CollationWithParentHead, NoCollation> response,
                                               Effects& out);
    /// `BackingEffect::CollationSeconded` and `CollationInvalid`.
    void on_seconded(const BackingEffect::CollationSeconded& seconded, Effects& out);
    void on_invalid(const Hash256& scheduling_parent, const CandidateReceipt& receipt);

    void plan(Millis now, Effects& out);
    /// When to call `plan` without an input.
    std::optional<Millis> wake_at() const noexcept { return wake_at_; }

    const CollatorPeers& peers() const noexcept { return peers_; }
    const CollationOffers& offers() const noexcept { return offers_; }
    size_t blocked_count() const noexcept;

  private:
    struct Arrived {
        PeerId peer;
        CandidateReceipt receipt;
        PoV pov;
        std::optional<HeadData> parent_head;
        std::optional<Hash256> parent_head_hash;
    };
    OfferVerdict on_offer(const PeerId& peer, const Hash256& scheduling_parent, OfferedSegment segment,
                          uint64_t current_slot);
    void declare(const PeerId& peer, ParaId para, Effects& out);
    void drop(const CollatorPeers::Dropped& peers, Effects& out);
    std::optional<CollationFault> check(const CollationOffer& offer, const CandidateReceipt& receipt) const;
    /// The input of a collation; nothing if it depends on a head that is not known.
    Result<std::optional<PersistedValidationData>, CollationFault> find_input(const Arrived& arrived) const;
    /// Seconds it, or lets it wait for its parent, or refuses it.
    std::optional<CollationFault> second(Arrived arrived, Effects& out);
    void refuse(const Arrived& arrived, bool is_peers_fault);
    void release(const Hash256& scheduling_parent, const CandidateHash& hash, ParaId para, const Hash256& output_head);
    void slash(ParaId para, const PeerId& peer, Score by);
    void retry_blocked(const std::pair<ParaId, Hash256>& parent, Effects& out);

    CollatorScores& scores_;
    CollatorPeers peers_;
    const ProspectiveParachains& prospective_;
    const Backing& backing_;
    const RelayParents& relay_parents_;
    CollationOffers offers_;
    std::map<PeerId, uint8_t> versions_;
    std::map<std::pair<ParaId, Hash256>, std::vector<Arrived>> blocked_;  ///< by the parent's head
    std::optional<Millis> wake_at_;
};

}  // namespace serinus::parachain
