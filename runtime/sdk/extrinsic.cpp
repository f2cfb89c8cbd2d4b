#include "runtime/sdk/extrinsic.hpp"

namespace serinus::sp_runtime {

bool MultiSignature::verify(BytesView message, const sdk::AccountId& who) const {
    if (const auto* const sr25519 = std::get_if<Sr25519>(&v)) {
        return sdk::host::sr25519_verify(sr25519->_0, message, who.bytes);
    }
    if (const auto* const ed25519 = std::get_if<Ed25519>(&v)) {
        return sdk::host::ed25519_verify(ed25519->_0, message, who.bytes);
    }
    const auto key =
        sdk::host::secp256k1_recover_compressed(std::get<Ecdsa>(v)._0, sdk::host::blake2_256(message).bytes);
    return key && sdk::host::blake2_256(*key).bytes == who.bytes;
}

}  // namespace serinus::sp_runtime

namespace serinus::sdk {

bool verify_payload(const MultiSignature& signature, BytesView payload, const AccountId& who) {
    constexpr size_t kLongestUnhashed = 256;
    if (payload.size() <= kLongestUnhashed) return signature.verify(payload, who);
    return signature.verify(host::blake2_256(payload).bytes, who);
}

ValidTransaction ValidTransaction::combine_with(ValidTransaction other) && {
    ValidTransaction out = std::move(*this);
    out.priority = saturating_add(out.priority, other.priority);
    out.longevity = std::min(out.longevity, other.longevity);
    out.propagate = out.propagate && other.propagate;
    for (auto& tag : other.requires_) out.requires_.push_back(std::move(tag));
    for (auto& tag : other.provides) out.provides.push_back(std::move(tag));
    return out;
}

}  // namespace serinus::sdk
