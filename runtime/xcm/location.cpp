#include "runtime/xcm/location.hpp"

#include <tuple>

namespace serinus::xcm {

namespace {

// Source: staging-xcm 18, v5/junction.rs
constexpr ByteArray<32> kWestendGenesis = {0xe1, 0x43, 0xf2, 0x38, 0x03, 0xac, 0x50, 0xe8, 0xf6, 0xf8, 0xe6,
                                           0x26, 0x95, 0xd1, 0xce, 0x9e, 0x4e, 0x1d, 0x68, 0xaa, 0x36, 0xc1,
                                           0xcd, 0x2c, 0xfd, 0x15, 0x34, 0x02, 0x13, 0xf3, 0x42, 0x3e};
constexpr ByteArray<32> kRococoGenesis = {0x64, 0x08, 0xde, 0x77, 0x37, 0xc5, 0x9c, 0x23, 0x88, 0x90, 0x53,
                                          0x3a, 0xf2, 0x58, 0x96, 0xa2, 0xc2, 0x06, 0x08, 0xd8, 0xb3, 0x80,
                                          0xbb, 0x01, 0x02, 0x9a, 0xcb, 0x39, 0x27, 0x81, 0x06, 0x3e};

}  // namespace

NetworkId NetworkId::in_version_5() const {
    switch (kind) {
        case Kind::Westend:
            return by_genesis(kWestendGenesis);
        case Kind::Rococo:
            return by_genesis(kRococoGenesis);
        case Kind::Wococo:
            return by_genesis({});
        default:
            return *this;
    }
}

std::strong_ordering operator<=>(const NetworkId& a, const NetworkId& b) {
    return std::tie(a.kind, a.number, a.hash) <=> std::tie(b.kind, b.number, b.hash);
}

std::strong_ordering operator<=>(const BodyId& a, const BodyId& b) {
    return std::tie(a.kind, a.moniker, a.index) <=> std::tie(b.kind, b.moniker, b.index);
}

std::strong_ordering operator<=>(const BodyPart& a, const BodyPart& b) {
    return std::tie(a.kind, a.first, a.second) <=> std::tie(b.kind, b.first, b.second);
}

// The members in an order that is each kind's own, as those that a kind does not have are equal.
std::strong_ordering operator<=>(const Junction& a, const Junction& b) {
    return std::tie(a.kind, a.network, a.length, a.number, a.bytes, a.body, a.part) <=>
           std::tie(b.kind, b.network, b.length, b.number, b.bytes, b.body, b.part);
}

namespace {

Junction junction(Junction::Kind kind) {
    Junction made;
    made.kind = kind;
    return made;
}

}  // namespace

Junction Junction::parachain(uint32_t id) {
    Junction made = junction(Kind::Parachain);
    made.number = id;
    return made;
}

Junction Junction::account_id32(std::optional<NetworkId> network, const ByteArray<32>& id) {
    Junction made = junction(Kind::AccountId32);
    made.network = network;
    made.bytes = id;
    return made;
}

Junction Junction::account_index64(std::optional<NetworkId> network, uint64_t index) {
    Junction made = junction(Kind::AccountIndex64);
    made.network = network;
    made.number = index;
    return made;
}

Junction Junction::account_key20(std::optional<NetworkId> network, const ByteArray<20>& key) {
    Junction made = junction(Kind::AccountKey20);
    made.network = network;
    std::copy(key.begin(), key.end(), made.bytes.begin());
    return made;
}

Junction Junction::pallet_instance(uint8_t index) {
    Junction made = junction(Kind::PalletInstance);
    made.number = index;
    return made;
}

Junction Junction::general_index(uint128_t index) {
    Junction made = junction(Kind::GeneralIndex);
    made.number = index;
    return made;
}

Junction Junction::general_key(BytesView key) {
    SERINUS_ASSERT(key.size() <= 32);
    Junction made = junction(Kind::GeneralKey);
    made.length = static_cast<uint8_t>(key.size());
    std::copy(key.begin(), key.end(), made.bytes.begin());
    return made;
}

Junction Junction::only_child() { return junction(Kind::OnlyChild); }

Junction Junction::plurality(BodyId body, BodyPart part) {
    Junction made = junction(Kind::Plurality);
    made.body = body;
    made.part = part;
    return made;
}

Junction Junction::global_consensus(const NetworkId& network) {
    Junction made = junction(Kind::GlobalConsensus);
    made.network = network;
    return made;
}

Junctions::Junctions(std::initializer_list<Junction> steps) : steps_(steps) { SERINUS_ASSERT(size() <= kMax); }

bool Junctions::starts_with(const Junctions& prefix) const {
    return prefix.size() <= size() && std::equal(prefix.begin(), prefix.end(), begin());
}

bool Junctions::push(const Junction& step) {
    if (size() >= kMax) return false;
    steps_.push_back(step);
    return true;
}

bool Junctions::push_front(const Junction& step) {
    if (size() >= kMax) return false;
    steps_.insert(steps_.begin(), step);
    return true;
}

bool Junctions::append(const Junctions& more) {
    if (size() + more.size() > kMax) return false;
    steps_.insert(steps_.end(), more.begin(), more.end());
    return true;
}

std::optional<Junction> Junctions::take_first() {
    if (empty()) return std::nullopt;
    const Junction taken = steps_.front();
    steps_.erase(steps_.begin());
    return taken;
}

std::optional<Junction> Junctions::take_last() {
    if (empty()) return std::nullopt;
    const Junction taken = steps_.back();
    steps_.pop_back();
    return taken;
}

void Junctions::to_version_5() {
    for (Junction& step : steps_) {
        if (step.network) step.network = step.network->in_version_5();
    }
}

std::strong_ordering operator<=>(const Junctions& a, const Junctions& b) {
    if (a.size() != b.size()) return a.size() <=> b.size();
    for (size_t i = 0; i < a.size(); ++i) {
        if (const auto order = a[i] <=> b[i]; order != 0) return order;
    }
    return std::strong_ordering::equal;
}

bool Location::starts_with(const Location& prefix) const {
    return parents == prefix.parents && interior.starts_with(prefix.interior);
}

Location Location::chain_location() const {
    Location chain = *this;
    while (const Junction* const last = chain.interior.last()) {
        if (last->is(Junction::Kind::Parachain) || last->is(Junction::Kind::GlobalConsensus)) break;
        chain.interior.take_last();
    }
    return chain;
}

bool Location::append(const Location& suffix) {
    Location result = suffix;
    if (!result.prepend(*this)) return false;
    *this = std::move(result);
    return true;
}

bool Location::prepend(const Location& prefix) {
    const size_t up = parents;
    const size_t down = prefix.interior.size();
    if (interior.size() + (down > up ? down - up : 0) > Junctions::kMax) return false;
    if (prefix.parents + (up > down ? up - down : 0) > 255) return false;

    Junctions rest = prefix.interior;
    while (parents > 0 && rest.take_last()) --parents;
    // Either no step up of this location is left, or no step down of the prefix.
    parents = static_cast<uint8_t>(parents + prefix.parents);
    const bool fits = rest.append(interior);
    SERINUS_ASSERT(fits);
    interior = std::move(rest);
    return true;
}

void Location::simplify(const Junctions& context) {
    if (context.size() < parents) return;
    while (parents > 0 && !interior.empty() && *interior.first() == context[context.size() - parents]) {
        interior.take_first();
        --parents;
    }
}

bool Location::reanchor(const Location& target, const Junctions& context) {
    const auto inverted = invert_target(context, target);
    if (!inverted || !prepend(*inverted)) return false;
    simplify(target.interior);
    return true;
}

std::strong_ordering operator<=>(const Location& a, const Location& b) {
    if (a.parents != b.parents) return a.parents <=> b.parents;
    return a.interior <=> b.interior;
}

std::optional<Location> invert_target(const Junctions& context, const Location& target) {
    if (target.parents > Junctions::kMax) return std::nullopt;
    Junctions above = context;
    Location inverted{static_cast<uint8_t>(target.interior.size()), {}};
    for (uint8_t i = 0; i < target.parents; ++i) {
        const bool fits = inverted.interior.push_front(above.take_last().value_or(Junction::only_child()));
        SERINUS_ASSERT(fits);
    }
    return inverted;
}

std::optional<Junctions> within_global(Junctions context, const Location& relative) {
    if (context.size() <= relative.parents) return std::nullopt;
    for (uint8_t i = 0; i < relative.parents; ++i) context.take_last();
    if (!context.append(relative.interior)) return std::nullopt;
    return context;
}

Location relative_to(Junctions place, const Junctions& viewer) {
    size_t common = 0;
    while (!place.empty() && common < viewer.size() && *place.first() == viewer[common]) {
        place.take_first();
        ++common;
    }
    return {static_cast<uint8_t>(viewer.size() - common), std::move(place)};
}

}  // namespace serinus::xcm
