/// Who may claim, and what they sign.
/// Pallet: claims
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::polkadot_runtime_common::claims {

/// The last 20 bytes of the Keccak-256 of an uncompressed secp256k1 key.
struct EthereumAddress {
    ByteArray<20> _0{};
    friend auto operator<=>(const EthereumAddress&, const EthereumAddress&) = default;
};

/// r, s and the recovery id.
struct EcdsaSignature {
    ByteArray<65> _0{};
};

/// Which terms the owner of a claim must agree to.
enum class StatementKind : uint8_t { Regular, Saft };

/// What the owner signs. Source: polkadot-runtime-common 2.0.0; the texts are part of the protocol
constexpr std::string_view text_of(StatementKind kind) {
    switch (kind) {
        case StatementKind::Regular:
            return "I hereby agree to the terms of the statement whose SHA-256 multihash is "
                   "Qmc1XYqT6S39WNp2UeiRUrZichUWUPpGEThDE6dAb3f6Ny. (This may be found at the URL: "
                   "https://statement.polkadot.network/regular.html)";
        case StatementKind::Saft:
            return "I hereby agree to the terms of the statement whose SHA-256 multihash is "
                   "QmXEkMahfhHJPzT3RjkXiZVFi77ZeVeuxtAjhojGRNYckz. (This may be found at the URL: "
                   "https://statement.polkadot.network/saft.html)";
    }
    return {};
}

/// Why a claim is not valid, as the code of InvalidTransaction::Custom.
enum class ValidityError : uint8_t {
    InvalidEthereumSignature = 0,
    SignerHasNoClaim = 1,
    NoPermission = 2,
    InvalidStatement = 3,
};

}  // namespace serinus::polkadot_runtime_common::claims
