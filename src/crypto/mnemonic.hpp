/// Mnemonic phrases: BIP-39 words, and the seed as Substrate makes it: from the entropy, not from the words.
/// Observed: polkadot-stable2407: substrate-bip39 and the bip39 crate, as sp_core::crypto::Pair::from_phrase uses them.
#pragma once

#include "base/result.hpp"
#include "crypto/secret_text.hpp"

namespace serinus::crypto::mnemonic {

struct Entropy {
    Secret<32> bytes;
    size_t size = 0;  ///< 16, 20, 24, 28 or 32

    BytesView reveal() const noexcept { return bytes.reveal().first(size); }
};

enum class Error : uint8_t {
    kBadWordCount,  ///< not 12, 15, 18, 21 or 24
    kUnknownWord,
    kBadChecksum,
};

const char* to_string(Error error) noexcept;

/// Bytes of entropy for so many words; nullopt if no phrase has that many.
std::optional<size_t> entropy_size(size_t word_count) noexcept;

/// Reads a phrase: words in lower case, divided by any ASCII white space.
Result<Entropy, Error> parse(std::string_view phrase);

/// The phrase of `entropy` (16, 20, 24, 28 or 32 bytes), its words divided by one space each.
SecretText phrase_of(BytesView entropy);

/// PBKDF2-HMAC-SHA512, 2048 rounds, over `entropy` (see above) with the salt "mnemonic" and the password. Takes a
/// millisecond on purpose.
Secret<64> seed_of(BytesView entropy, std::string_view password);

/// The first half of the seed: what a key pair of any scheme starts from.
Secret<32> mini_secret_of(BytesView entropy, std::string_view password);

}  // namespace serinus::crypto::mnemonic
