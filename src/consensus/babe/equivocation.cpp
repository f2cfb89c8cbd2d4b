#include "consensus/babe/equivocation.hpp"

namespace serinus::consensus::babe {

std::optional<EquivocationProof> EquivocationDetector::add(Slot slot_now, Slot slot,
                                                           const crypto::sr25519::PublicKey& author,
                                                           const primitives::Header& header) {
    if (slot > slot_now || slot_now - slot > kSlots) return std::nullopt;
    const auto [at, is_new] = headers_.try_emplace({slot, author}, header);
    if (!is_new) {
        if (at->second == header) return std::nullopt;
        return EquivocationProof{author, slot, at->second, header};
    }
    const auto too_old = [&] { return slot_now - headers_.begin()->first.first > kSlots; };
    while (headers_.begin()->first.first <= slot_now && too_old()) headers_.erase(headers_.begin());
    while (headers_.size() > kMaxHeaders) {
        const Slot oldest = headers_.begin()->first.first;
        while (!headers_.empty() && headers_.begin()->first.first == oldest) headers_.erase(headers_.begin());
    }
    return std::nullopt;
}

}  // namespace serinus::consensus::babe
