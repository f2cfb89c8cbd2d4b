#include "crypto/mnemonic.hpp"

#include <openssl/evp.h>

#include "base/assert.hpp"
#include "crypto/bip39_words.hpp"
#include "hashing/hashing.hpp"

namespace serinus::crypto::mnemonic {
namespace {

constexpr size_t kBitsPerWord = 11;
constexpr size_t kMaxWords = 24;
constexpr size_t kMaxBits = kMaxWords * kBitsPerWord;  // 264: 256 of entropy, 8 of checksum
constexpr int kRounds = 2048;

bool is_entropy_size(size_t size) { return size >= 16 && size <= 32 && size % 4 == 0; }

/// Entropy of n bytes is followed by its first n/4 bits of SHA-256: at most one byte.
Secret<33> with_checksum(BytesView entropy) {
    Secret<33> out;
    std::copy(entropy.begin(), entropy.end(), out.data());
    out.data()[entropy.size()] = hashing::sha2_256(entropy)[0];
    return out;
}

size_t bit_at(BytesView bytes, size_t position) { return bytes[position / 8] >> (7 - position % 8) & 1; }

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The next word of `text`, which then starts behind it; empty at the end.
std::string_view take_word(std::string_view& text) {
    size_t start = 0;
    while (start < text.size() && is_space(text[start])) ++start;
    size_t end = start;
    while (end < text.size() && !is_space(text[end])) ++end;
    const std::string_view word = text.substr(start, end - start);
    text.remove_prefix(end);
    return word;
}

}  // namespace

const char* to_string(Error error) noexcept {
    switch (error) {
        case Error::kBadWordCount:
            return "a phrase has 12, 15, 18, 21 or 24 words";
        case Error::kUnknownWord:
            return "not a word of the English list";
        case Error::kBadChecksum:
            return "the words do not belong together";
    }
    return "?";
}

std::optional<size_t> entropy_size(size_t word_count) noexcept {
    if (word_count < 12 || word_count > kMaxWords || word_count % 3 != 0) return std::nullopt;
    return word_count / 3 * 4;  // 33 bits in three words, of which 32 are entropy
}

Result<Entropy, Error> parse(std::string_view phrase) {
    std::string_view rest = phrase;
    size_t count = 0;
    while (!take_word(rest).empty()) ++count;
    const auto size = entropy_size(count);
    if (!size) return Err(Error::kBadWordCount);

    Secret<33> bytes;
    static_assert(kMaxBits == 264);  // 33 bytes
    rest = phrase;
    for (size_t i = 0; i < count; ++i) {
        const auto index = bip39::find_word(take_word(rest));
        if (!index) return Err(Error::kUnknownWord);
        for (size_t bit = 0; bit < kBitsPerWord; ++bit) {
            const size_t position = i * kBitsPerWord + bit;
            const size_t value = *index >> (kBitsPerWord - 1 - bit) & 1;
            bytes.data()[position / 8] |= static_cast<uint8_t>(value << (7 - position % 8));
        }
    }

    Entropy entropy;
    entropy.size = *size;
    std::copy_n(bytes.data(), *size, entropy.bytes.data());
    const size_t unused_bits = 8 - *size / 4;
    const uint8_t expected = with_checksum(entropy.reveal()).data()[*size];
    ENSURE(expected >> unused_bits == bytes.data()[*size] >> unused_bits, Error::kBadChecksum);
    return entropy;
}

SecretText phrase_of(BytesView entropy) {
    SERINUS_ASSERT(is_entropy_size(entropy.size()));
    const Secret<33> bytes = with_checksum(entropy);
    constexpr size_t kLongestWord = 8;
    Secret<kMaxWords*(kLongestWord + 1)> text;
    size_t size = 0;
    for (size_t i = 0; i < entropy.size() / 4 * 3; ++i) {
        size_t index = 0;
        for (size_t bit = 0; bit < kBitsPerWord; ++bit)
            index = index << 1 | bit_at(bytes.reveal(), i * kBitsPerWord + bit);
        const std::string_view word = bip39::word_at(index);
        if (i > 0) text.data()[size++] = ' ';
        size = static_cast<size_t>(std::copy(word.begin(), word.end(), text.data() + size) - text.data());
    }
    return SecretText(as_text(text.reveal().first(size)));
}

Secret<64> seed_of(BytesView entropy, std::string_view password) {
    SERINUS_ASSERT(is_entropy_size(entropy.size()));
    Bytes salt = to_bytes(as_bytes("mnemonic"));
    salt.reserve(salt.size() + password.size());
    append(salt, as_bytes(password));
    Secret<64> out;
    const int done = PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(entropy.data()), static_cast<int>(entropy.size()),
                                       salt.data(), static_cast<int>(salt.size()), kRounds, EVP_sha512(),
                                       static_cast<int>(out.size()), out.data());
    wipe(salt);
    SERINUS_ASSERT(done == 1);
    return out;
}

Secret<32> mini_secret_of(BytesView entropy, std::string_view password) {
    const Secret<64> seed = seed_of(entropy, password);
    return *Secret<32>::from(seed.reveal().first(32));
}

}  // namespace serinus::crypto::mnemonic
