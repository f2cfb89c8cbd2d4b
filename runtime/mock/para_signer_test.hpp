/// A validator of parachains with its secret key, for tests of what validators sign.
#pragma once

#include <algorithm>

#include "crypto/sr25519.hpp"
#include "primitives/parachain/parachain.hpp"

namespace serinus::mock {

struct ParaSigner {
    crypto::sr25519::KeyPair pair;
    polkadot_primitives::v5::ValidatorId id;

    explicit ParaSigner(uint8_t seed) {
        std::array<uint8_t, 32> secret{};
        secret.fill(seed);
        pair = crypto::sr25519::expand(crypto::sr25519::MiniSecret(secret));
        std::ranges::copy(pair.public_key.bytes, id._0._0.begin());
    }
    polkadot_primitives::v5::validator_app::Signature sign(BytesView message) const {
        polkadot_primitives::v5::validator_app::Signature out;
        std::ranges::copy(crypto::sr25519::sign(pair, message, {}).bytes, out._0._0.begin());
        return out;
    }
};

}  // namespace serinus::mock
