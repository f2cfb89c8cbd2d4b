#include "network/peers/book.hpp"

#include <algorithm>
#include <tuple>

#include "hashing/hashing.hpp"
#include "libp2p/wire/varint.hpp"

namespace serinus::network {
namespace {

/// The file: this, peers, and the hash of all before it. A peer: its id, flags, the number of its addresses; an
/// address: flags, the address. All lengths and numbers are varints.
constexpr std::string_view kBookMagic = "serinus peers 1\n";
constexpr uint64_t kAnchorFlag = 1;  ///< of a peer
constexpr uint64_t kServedFlag = 1;  ///< of an address
constexpr size_t kBookHashBytes = 32;

/// Takes a string behind its length; nullopt: it is cut off.
std::optional<BytesView> take_string(BytesView& input) {
    const auto size = wire::decode_varint(input);
    if (!size || *size > input.size()) return std::nullopt;
    const BytesView out = input.first(static_cast<size_t>(*size));
    input = input.subspan(out.size());
    return out;
}

}  // namespace

AddressBook::Address* AddressBook::find(const PeerId& peer, const wire::Multiaddr& address) {
    const auto found = peers_.find(peer);
    if (found == peers_.end()) return nullptr;
    const auto at = std::ranges::find(found->second, address, &Address::address);
    return at == found->second.end() ? nullptr : &*at;
}

AddressBook::Millis AddressBook::last_success_of(const std::vector<Address>& all) noexcept {
    Millis out = 0;
    for (const Address& one : all) out = std::max(out, one.last_success);
    return out;
}

bool AddressBook::add(const PeerId& peer, const wire::Multiaddr& address,
                      const std::function<bool(const PeerId&)>& is_needed) {
    if (find(peer, address) != nullptr) return false;
    if (!peers_.contains(peer) && peers_.size() >= options_.max_peers) {
        const auto useless = std::ranges::find_if(
            peers_, [&](const auto& one) { return last_success_of(one.second) == 0 && !is_needed(one.first); });
        if (useless == peers_.end()) return false;
        peers_.erase(useless);
    }
    auto& all = peers_[peer];
    if (all.size() >= options_.max_addresses_per_peer) {
        const auto worst = std::ranges::max_element(
            all, {}, [](const Address& one) { return one.last_success != 0 ? 0 : uint64_t{one.failures} + 1; });
        if (worst->last_success != 0) return false;
        all.erase(worst);
    }
    all.push_back({.address = address});
    return true;
}

void AddressBook::on_success(const PeerId& peer, const wire::Multiaddr& address, Millis now) {
    if (Address* const one = find(peer, address)) {
        one->last_success = std::max<Millis>(now, 1);
        one->failures = 0;
    }
}

void AddressBook::on_failure(const PeerId& peer, const wire::Multiaddr& address) {
    if (Address* const one = find(peer, address)) ++one->failures;
}

void AddressBook::on_wrong_peer(const PeerId& peer, const wire::Multiaddr& address) {
    Address* const one = find(peer, address);
    if (one == nullptr) return;
    ++one->failures;
    if (one->last_success != 0) return;
    auto& all = peers_.at(peer);
    std::erase_if(all, [&](const Address& other) { return &other == one; });
    if (all.empty()) peers_.erase(peer);
}

std::vector<wire::Multiaddr> AddressBook::addresses(const PeerId& peer) const {
    const auto found = peers_.find(peer);
    if (found == peers_.end()) return {};
    std::vector<const Address*> order;
    for (const Address& one : found->second) order.push_back(&one);
    std::ranges::sort(order, {}, [](const Address* one) {
        // An address that served last but failed since is no better than one that never served.
        const Millis success = one->failures == 0 ? one->last_success : 0;
        return std::tuple(~success, !one->address.is_global(), one->failures, one);  // then as they came
    });
    std::vector<wire::Multiaddr> out;
    for (const Address* one : order) out.push_back(one->address);
    return out;
}

bool AddressBook::has_served(const PeerId& peer) const {
    const auto found = peers_.find(peer);
    return found != peers_.end() && last_success_of(found->second) != 0;
}

size_t AddressBook::memory_bytes() const noexcept {
    constexpr size_t kNodeBytes = 120;
    size_t out = 0;
    for (const auto& [peer, all] : peers_) {
        out += kNodeBytes + all.capacity() * sizeof(Address);
        for (const Address& one : all) out += one.address.bytes().size();
    }
    return out;
}

Bytes AddressBook::encode(const std::vector<PeerId>& anchors) const {
    std::vector<const std::pair<const PeerId, std::vector<Address>>*> order;
    for (const auto& one : peers_) order.push_back(&one);
    const auto is_anchor = [&](const PeerId& peer) { return std::ranges::find(anchors, peer) != anchors.end(); };
    std::ranges::sort(order, {}, [&](const auto* one) {
        return std::tuple(!is_anchor(one->first), ~last_success_of(one->second), one->first);
    });
    Bytes out = to_bytes(as_bytes(kBookMagic));
    for (const auto* one : order) {
        Bytes entry;
        wire::append_length_prefixed(entry, one->first.bytes());
        wire::append_varint(entry, is_anchor(one->first) ? kAnchorFlag : 0);
        wire::append_varint(entry, one->second.size());
        for (const Address& address : one->second) {
            wire::append_varint(entry, address.last_success != 0 ? kServedFlag : 0);
            wire::append_length_prefixed(entry, address.address.bytes());
        }
        if (out.size() + entry.size() + kBookHashBytes > kMaxEncodedBytes) break;
        append(out, entry);
    }
    append(out, hashing::blake2b_256(out).bytes);
    return out;
}

Result<std::vector<wire::PeerId>, std::string> AddressBook::restore(BytesView encoded) {
    const std::string damaged = "the book of peers is damaged";
    ENSURE(encoded.size() >= kBookMagic.size() + kBookHashBytes && encoded.size() <= kMaxEncodedBytes, damaged);
    const BytesView content = encoded.first(encoded.size() - kBookHashBytes);
    ENSURE(equal(hashing::blake2b_256(content).bytes, encoded.last(kBookHashBytes)), damaged);
    ENSURE(as_text(content.first(kBookMagic.size())) == kBookMagic, "the book of peers is of another version");

    struct Entry {
        PeerId peer;
        std::vector<std::pair<wire::Multiaddr, bool>> addresses;
    };
    std::vector<Entry> entries;
    std::vector<PeerId> anchors;
    for (BytesView rest = content.subspan(kBookMagic.size()); !rest.empty();) {
        const auto id = take_string(rest);
        const auto peer = id ? PeerId::from_bytes(*id) : std::nullopt;
        ENSURE(peer, damaged);
        const auto flags = wire::decode_varint(rest);
        ENSURE(flags, damaged);
        const auto count = wire::decode_varint(rest);
        ENSURE(count && *count <= rest.size(), damaged);
        Entry& entry = entries.emplace_back(Entry{*peer, {}});
        for (uint64_t i = 0; i < *count; ++i) {
            const auto address_flags = wire::decode_varint(rest);
            ENSURE(address_flags, damaged);
            const auto bytes = take_string(rest);
            ENSURE(bytes, damaged);
            auto address = wire::Multiaddr::from_bytes(*bytes);
            ENSURE(address, damaged);
            entry.addresses.emplace_back(*std::move(address), (*address_flags & kServedFlag) != 0);
        }
        if ((*flags & kAnchorFlag) != 0) anchors.push_back(*peer);
    }
    // The latest come first: the order is all that is kept of the times, which end with a run.
    Millis rank = entries.size() + 1;
    for (const Entry& entry : entries) {
        --rank;
        for (const auto& [address, has_served] : entry.addresses) {
            const bool is_new = add(entry.peer, address, [](const PeerId&) { return true; });
            if (is_new && has_served) on_success(entry.peer, address, rank);
        }
    }
    return anchors;
}

}  // namespace serinus::network
