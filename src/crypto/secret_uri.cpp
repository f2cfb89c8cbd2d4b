#include "crypto/secret_uri.hpp"

#include <charconv>

#include "codec/compact.hpp"
#include "hashing/streaming.hpp"

namespace serinus::crypto {
namespace {

bool is_phrase_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ';
}

/// What stands before the first `end` (or all), taken from the front of `text`.
std::string_view take_until(std::string_view& text, char end) {
    const std::string_view taken = text.substr(0, text.find(end));
    text.remove_prefix(taken.size());
    return taken;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<uint64_t> parse_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

const char* to_string(KeyUriError error) noexcept {
    switch (error) {
        case KeyUriError::kBadCharacterInPhrase:
            return "Invalid character in phrase";
        case KeyUriError::kBadCharacterInPassword:
            return "Invalid character in password";
        case KeyUriError::kBadCharacterInHardPath:
            return "Invalid character in hard path";
        case KeyUriError::kBadCharacterInSoftPath:
            return "Invalid character in soft path";
    }
    return "?";
}

Junction junction_of(std::string_view text, bool hard) noexcept {
    Junction junction{.hard = hard};
    if (const auto number = parse_number(text)) {
        store_le(junction.chain_code.data(), *number);
        return junction;
    }
    uint8_t length[scale::kMaxCompact64];
    const BytesView prefix(length, scale::store_compact(length, uint64_t{text.size()}));
    if (prefix.size() + text.size() > junction.chain_code.size()) {
        hashing::Blake2b(32).update(prefix).update(as_bytes(text)).finish(junction.chain_code);
    } else {
        const auto behind = std::copy(prefix.begin(), prefix.end(), junction.chain_code.begin());
        std::copy(text.begin(), text.end(), behind);
    }
    return junction;
}

Result<KeyUri, KeyUriError> parse_key_uri(std::string_view text) {
    KeyUri uri;
    const auto end = std::find_if_not(text.begin(), text.end(), is_phrase_character);
    if (end != text.begin()) {
        uri.phrase = text.substr(0, static_cast<size_t>(end - text.begin()));
        text.remove_prefix(uri.phrase->size());
    }
    while (!text.empty()) {
        if (take_prefix(text, "///")) {
            uri.password = take_until(text, '\n');
            ENSURE(text.empty(), KeyUriError::kBadCharacterInPassword);
        } else if (take_prefix(text, "//")) {
            const std::string_view name = take_until(text, '/');
            ENSURE(!name.empty(), KeyUriError::kBadCharacterInHardPath);
            uri.junctions.push_back(junction_of(name, true));
        } else if (take_prefix(text, "/")) {
            const std::string_view name = take_until(text, '/');
            ENSURE(!name.empty(), KeyUriError::kBadCharacterInSoftPath);
            uri.junctions.push_back(junction_of(name, false));
        } else {
            return Err(KeyUriError::kBadCharacterInPhrase);
        }
    }
    return uri;
}

}  // namespace serinus::crypto
