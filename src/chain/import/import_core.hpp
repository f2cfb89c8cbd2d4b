/// Which of the blocks that wait are checked, imported and reported when. No I/O, no threads.
#pragma once

#include <deque>
#include <map>
#include <unordered_map>
#include <variant>

#include "chain/import/header_verifier.hpp"
#include "chain/import/import_outcome.hpp"
#include "chain/store/lru_cache.hpp"

namespace serinus::chain {

/// What the queue takes. Ours.
struct ImportLimits {
    size_t max_blocks = 2048;
    uint64_t max_bytes = uint64_t{256} << 20;  ///< of headers, bodies and justifications
};

/// What became of a block that was offered to the import queue.
enum class ImportOffer : uint8_t {
    kTaken,
    kTwice,     ///< it is in the queue already
    kFull,      ///< no room now
    kTooLarge,  ///< larger than the whole queue
};

/// The bytes that a block counts for: header with the items of its digest, body, justifications.
uint64_t size_in_queue(const primitives::Header& header, const primitives::Body& body,
                       const std::optional<primitives::Justifications>& justifications) noexcept;
uint64_t size_in_queue(const primitives::SignedBlock& block) noexcept;

/// The state of an import queue.
///
/// A block leaves the queue by one Report. Its header is checked as soon as its parent is in the chain or the parent's
/// header was read, so ahead of its execution; it is imported when its parent has left the queue. An orphan, a block
/// whose parent is neither in the chain nor here, or is an orphan, waits, but makes room for others: the one that waits
/// longest leaves first.
class ImportCore {
  public:
    explicit ImportCore(const ImportLimits& limits) : limits_(limits) {}

    // Inputs.
    struct Offered {  ///< the first effect is Answer
        BlockId block;
        Hash256 parent;
        uint64_t bytes = 0;
        bool parent_is_in_chain = false;
    };
    struct HeaderRead {  ///< after CheckHeader; SealChecked follows kGood and kBad
        enum class Result : uint8_t {
            kGood,      ///< children can be looked at; the seal is still to be checked
            kBad,       ///< the block is to be refused
            kTooEarly,  ///< the header can be checked only when the parent is in the chain
        };
        Hash256 block;
        Result result = Result::kGood;
    };
    struct SealChecked {
        Hash256 block;
        bool is_good = true;
    };
    struct ImportEnded {  ///< after Import
        Hash256 block;
        Result<ImportOutcome, ChainError> outcome;
    };
    struct ImportedElsewhere {  ///< a block came into the chain by another way
        Hash256 block;
    };
    struct RoomAsked {  ///< by who was answered kFull for a block whose parent is known
        uint64_t ticket = 0;
        uint64_t bytes = 0;
    };
    using Input = std::variant<Offered, HeaderRead, SealChecked, ImportEnded, ImportedElsewhere, RoomAsked>;

    // Effects, to be done in their order.
    struct Answer {
        ImportOffer offer = ImportOffer::kTaken;
    };
    struct CheckHeader {  ///< read the header, then check its seal, beside other blocks
        Hash256 block;
    };
    struct Import {  ///< one after the other
        Hash256 block;
        bool is_checked = false;  ///< the verdict on its header is complete
    };
    struct Report {  ///< the block has left the queue
        BlockId block;
        Result<ImportOutcome, ChainError> outcome;
    };
    struct RoomAvailable {
        uint64_t ticket = 0;
    };
    using Effect = std::variant<Answer, CheckHeader, Import, Report, RoomAvailable>;

    /// Appends what is to be done. Time O(blocks that leave or can be looked at now).
    void handle(const Input& input, std::vector<Effect>& effects);

    bool contains(const Hash256& block) const { return entries_.contains(block); }
    /// Whether the block is here, and its header was read and is good.
    bool is_read(const Hash256& block) const {
        const auto found = entries_.find(block);
        return found != entries_.end() && found->second.is_read;
    }
    /// The first child of a block that is here and whose header and seal are good: likely the next to be imported.
    std::optional<Hash256> checked_child(const Hash256& block) const;
    size_t size() const noexcept { return entries_.size(); }
    uint64_t bytes() const noexcept { return bytes_; }

  private:
    enum class Stage : uint8_t {
        kOrphan,
        kWaiting,   ///< for the header of its parent, which is here
        kReading,   ///< CheckHeader is under way
        kChecking,  ///< its children can be looked at, its seal is being checked
        kChecked,   ///< good
        kBad,       ///< to be refused
        kLate,      ///< to be checked and imported when the parent is in the chain
        kImporting,
    };
    struct Entry {
        BlockId id;
        Hash256 parent;
        uint64_t bytes = 0;
        uint64_t arrival = 0;
        Stage stage = Stage::kWaiting;
        bool is_read = false;  ///< its header was read and is good: those of its children can be read
        /// The parent is refused or failed: what to report once no check is under way.
        std::optional<Result<ImportOutcome, ChainError>> verdict = {};
    };
    using Effects = std::vector<Effect>;

    void on(const Offered& input, Effects& effects);
    void on(const HeaderRead& input, Effects& effects);
    void on(const SealChecked& input, Effects& effects);
    void on(const ImportEnded& input, Effects& effects);
    void on(const ImportedElsewhere& input, Effects& effects);
    void on(const RoomAsked& input, Effects& effects);

    void check(Entry& entry, Effects& effects);
    void import_if_due(Entry& entry, Effects& effects);
    void check_children(const Hash256& parent, Effects& effects);
    void drop_descendants(const Hash256& parent, const Result<ImportOutcome, ChainError>& outcome, Effects& effects);
    /// `block` by value: what names it is often a part of what is erased.
    void report(Hash256 block, Result<ImportOutcome, ChainError> outcome, Effects& effects);
    bool is_full(uint64_t more) const noexcept;
    bool make_room(uint64_t more, Effects& effects);
    bool has_room_for_waiter(uint64_t more) const noexcept;
    void call_waiters(Effects& effects);
    void forget_orphan(const Entry& entry);
    void adopt_descendants(const Hash256& block);

    ImportLimits limits_;
    std::unordered_map<Hash256, Entry, HashOfHash> entries_;
    std::unordered_map<Hash256, std::vector<Hash256>, HashOfHash> children_;  ///< in the order of their arrival
    std::map<uint64_t, Hash256> orphans_;                                     ///< by arrival
    uint64_t orphan_bytes_ = 0;
    uint64_t bytes_ = 0;
    uint64_t arrivals_ = 0;
    std::deque<RoomAsked> waiters_;
};

}  // namespace serinus::chain
