/// Where something is in the network of consensus systems: so many steps up, then down through junctions.
/// Source: XCM versions 3 to 5. One set of types serves all versions; a value means what version 5 means by it, but
/// for the networks that only older versions name (NetworkId).
#pragma once

#include <initializer_list>
#include <vector>

#include "runtime/sdk/types.hpp"

namespace serinus::xcm {

/// A consensus system of its own: a relay chain or a chain that stands alone. `number` and `hash` are zero where the
/// kind has none, so that comparing all members compares the values.
struct NetworkId {
    /// The index on the wire. Version 5 has neither Westend, Rococo nor Wococo.
    enum class Kind : uint8_t {
        ByGenesis,  ///< hash
        ByFork,     ///< number of a block, its hash
        Polkadot,
        Kusama,
        Westend,
        Rococo,
        Wococo,
        Ethereum,  ///< number: the chain's id
        BitcoinCore,
        BitcoinCash,
        PolkadotBulletin,
    };
    Kind kind{};
    uint64_t number{};
    ByteArray<32> hash{};

    static NetworkId kusama() { return {Kind::Kusama, 0, {}}; }
    static NetworkId polkadot() { return {Kind::Polkadot, 0, {}}; }
    static NetworkId by_genesis(const ByteArray<32>& hash) { return {Kind::ByGenesis, 0, hash}; }
    static NetworkId ethereum(uint64_t chain_id) { return {Kind::Ethereum, chain_id, {}}; }

    /// What version 5 calls this network: those that it does not name become their genesis, Wococo zeros.
    NetworkId in_version_5() const;

    friend bool operator==(const NetworkId&, const NetworkId&) = default;
    friend std::strong_ordering operator<=>(const NetworkId& a, const NetworkId& b);
};

/// A body of a chain's governance.
struct BodyId {
    enum class Kind : uint8_t {
        Unit,
        Moniker,  ///< moniker
        Index,    ///< index
        Executive,
        Technical,
        Legislative,
        Judicial,
        Defense,
        Administration,
        Treasury,
    };
    Kind kind{};
    ByteArray<4> moniker{};
    uint32_t index{};

    friend bool operator==(const BodyId&, const BodyId&) = default;
    friend std::strong_ordering operator<=>(const BodyId& a, const BodyId& b);
};

/// How much of a body speaks.
struct BodyPart {
    enum class Kind : uint8_t {
        Voice,
        Members,             ///< first: their count
        Fraction,            ///< first of second
        AtLeastProportion,   ///< likewise
        MoreThanProportion,  ///< likewise
    };
    Kind kind{};
    uint32_t first{};
    uint32_t second{};

    friend bool operator==(const BodyPart&, const BodyPart&) = default;
    friend std::strong_ordering operator<=>(const BodyPart& a, const BodyPart& b);
};

/// One step down, or sideways for GlobalConsensus. Members that a kind does not name are zero.
struct Junction {
    /// The index on the wire, in all versions.
    enum class Kind : uint8_t {
        Parachain,       ///< number
        AccountId32,     ///< network, bytes
        AccountIndex64,  ///< network, number
        AccountKey20,    ///< network, the first 20 of bytes
        PalletInstance,  ///< number, one byte
        GeneralIndex,    ///< number
        GeneralKey,      ///< length, bytes: all 32 count, whatever the length says
        OnlyChild,
        Plurality,        ///< body, part
        GlobalConsensus,  ///< network, always there
    };
    Kind kind{};
    std::optional<NetworkId> network;
    uint8_t length{};
    uint128_t number{};
    ByteArray<32> bytes{};
    BodyId body;
    BodyPart part;

    static Junction parachain(uint32_t id);
    static Junction account_id32(std::optional<NetworkId> network, const ByteArray<32>& id);
    static Junction account_index64(std::optional<NetworkId> network, uint64_t index);
    static Junction account_key20(std::optional<NetworkId> network, const ByteArray<20>& key);
    static Junction pallet_instance(uint8_t index);
    static Junction general_index(uint128_t index);
    /// `key` has at most 32 bytes.
    static Junction general_key(BytesView key);
    static Junction only_child();
    static Junction plurality(BodyId body, BodyPart part);
    static Junction global_consensus(const NetworkId& network);

    bool is(Kind other) const noexcept { return kind == other; }

    friend bool operator==(const Junction& a, const Junction& b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const Junction& a, const Junction& b);
};

using JunctionKind = Junction::Kind;

/// Up to eight steps down.
class Junctions {
  public:
    static constexpr size_t kMax = 8;

    Junctions() = default;
    /// At most kMax.
    Junctions(std::initializer_list<Junction> steps);

    size_t size() const noexcept { return steps_.size(); }
    bool empty() const noexcept { return steps_.empty(); }
    const Junction& operator[](size_t i) const { return steps_[i]; }
    const Junction* begin() const noexcept { return steps_.data(); }
    const Junction* end() const noexcept { return steps_.data() + steps_.size(); }
    /// nullptr if there is none.
    const Junction* first() const noexcept { return empty() ? nullptr : steps_.data(); }
    const Junction* last() const noexcept { return empty() ? nullptr : &steps_.back(); }
    bool starts_with(const Junctions& prefix) const;
    /// Whether this is `{kind}` alone.
    bool is_only(Junction::Kind kind) const noexcept { return size() == 1 && steps_[0].kind == kind; }

    /// False, and nothing has changed, if there would be more than kMax.
    [[nodiscard]] bool push(const Junction& step);
    [[nodiscard]] bool push_front(const Junction& step);
    [[nodiscard]] bool append(const Junctions& more);
    std::optional<Junction> take_first();
    std::optional<Junction> take_last();
    void clear() noexcept { steps_.clear(); }
    void to_version_5();
    void reserve(size_t count) { steps_.reserve(count); }

    friend bool operator==(const Junctions& a, const Junctions& b) { return (a <=> b) == 0; }
    /// First by the number of steps, then step by step.
    friend std::strong_ordering operator<=>(const Junctions& a, const Junctions& b);

  private:
    std::vector<Junction> steps_;
};

/// A place as seen from a chain.
struct Location {
    uint8_t parents{};  ///< steps up
    Junctions interior;

    static Location here() { return {}; }
    static Location parent() { return {1, {}}; }

    bool is_here() const noexcept { return parents == 0 && interior.empty(); }
    /// Whether the location is {parents, X1} with a step of this kind.
    bool is_only(uint8_t steps_up, Junction::Kind kind) const noexcept {
        return parents == steps_up && interior.is_only(kind);
    }
    /// Same parents, and the steps down of `prefix` first; a location starts with itself.
    bool starts_with(const Location& prefix) const;
    /// The chain that the location is on: without what follows the last Parachain or GlobalConsensus.
    Location chain_location() const;

    /// Goes on from here to `suffix`. False, and nothing has changed, if more than eight steps down or 255 up result.
    [[nodiscard]] bool append(const Location& suffix);
    [[nodiscard]] bool append(const Junctions& suffix) { return interior.append(suffix); }
    /// What this location, seen from `prefix`, is seen from where `prefix` is seen from. Fails as append().
    [[nodiscard]] bool prepend(const Location& prefix);
    /// Takes off steps up that lead to a step down which `context` has there anyway.
    void simplify(const Junctions& context);
    /// Makes this location, seen from a chain whose universal location is `context`, one that `target` sees; both
    /// `target` and this are seen from that chain. Fails, and nothing has changed, over eight steps down.
    [[nodiscard]] bool reanchor(const Location& target, const Junctions& context);
    void to_version_5() { interior.to_version_5(); }

    friend bool operator==(const Location& a, const Location& b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const Location& a, const Location& b);
};

/// How `target`, seen from the chain at `context`, sees that chain: each step up takes the last step of the context, or
/// OnlyChild where it ends. nullopt over eight steps.
std::optional<Location> invert_target(const Junctions& context, const Location& target);

/// The universal location of `relative`, seen from `context`; nullopt if it leaves the universe or is too long.
std::optional<Junctions> within_global(Junctions context, const Location& relative);

/// How `viewer`, a universal location, sees the universal location `place`.
Location relative_to(Junctions place, const Junctions& viewer);

}  // namespace serinus::xcm
