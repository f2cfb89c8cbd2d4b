#include "libp2p/websocket/upgrade.hpp"

#include <openssl/evp.h>

#include <utility>
#include <vector>

#include "base/assert.hpp"

namespace serinus::network::websocket {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr size_t kKeyCharacters = 24;  ///< base64 of 16 bytes

std::string base64(BytesView bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // the function ends it with a zero
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(), static_cast<int>(bytes.size()));
    out.resize(static_cast<size_t>(size));
    return out;
}

bool is_key(std::string_view text) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return text.size() == kKeyCharacters && text.ends_with("==") &&
           text.substr(0, kKeyCharacters - 2).find_first_not_of(kAlphabet) == text.npos;
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        const bool is_letter = lower(c) >= 'a' && lower(c) <= 'z';
        return is_letter || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

/// The first line and the fields of a head: views into it.
struct Head {
    std::string_view first_line;
    std::vector<std::pair<std::string_view, std::string_view>> fields;

    /// nullopt: the field is missing, or there twice.
    std::optional<std::string_view> find(std::string_view name) const {
        std::optional<std::string_view> out;
        for (const auto& [key, value] : fields) {
            if (!equal_ignoring_case(key, name)) continue;
            if (out) return std::nullopt;
            out = value;
        }
        return out;
    }
    bool has(std::string_view name) const {
        return std::ranges::any_of(fields, [&](const auto& one) { return equal_ignoring_case(one.first, name); });
    }
    /// Whether one of the fields of this name, which hold lists, has the element.
    bool lists(std::string_view name, std::string_view element) const {
        for (const auto& [key, value] : fields) {
            if (!equal_ignoring_case(key, name)) continue;
            std::string_view rest = value;
            while (!rest.empty()) {
                const std::string_view one = rest.substr(0, rest.find(','));
                if (equal_ignoring_case(trim(one), element)) return true;
                rest.remove_prefix(std::min(rest.size(), one.size() + 1));
            }
        }
        return false;
    }
};

std::optional<Head> parse_head(std::string_view text) {
    Head head;
    for (bool is_first = true; !text.empty(); is_first = false) {
        const size_t end = text.find(kLineEnd);
        if (end == text.npos) return std::nullopt;
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end + kLineEnd.size());
        if (std::ranges::any_of(line, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; })) {
            return std::nullopt;
        }
        if (is_first) {
            head.first_line = line;
        } else if (line.empty()) {
            return text.empty() ? std::optional(std::move(head)) : std::nullopt;
        } else {
            const size_t colon = line.find(':');
            if (colon == line.npos || !is_token(line.substr(0, colon))) return std::nullopt;
            if (head.fields.size() == kMaxHeaderFields) return std::nullopt;
            head.fields.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
        }
    }
    return std::nullopt;
}

}  // namespace

const char* to_string(UpgradeError error) noexcept {
    switch (error) {
        case UpgradeError::kMalformed:
            return "the head of the WebSocket upgrade is malformed";
        case UpgradeError::kNoUpgrade:
            return "the other side does not upgrade to WebSocket";
        case UpgradeError::kBadVersion:
            return "the other side speaks another version of WebSocket";
        case UpgradeError::kBadKey:
            return "the key of the WebSocket upgrade is wrong";
        case UpgradeError::kNotAskedFor:
            return "the other side chose a WebSocket extension that was not offered";
    }
    return "";
}

std::string accept_value_of(std::string_view key) {
    constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const Bytes input = concat(as_bytes(key), as_bytes(kGuid));
    ByteArray<20> digest{};
    unsigned size = 0;
    const int is_done = EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha1(), nullptr);
    SERINUS_ASSERT(is_done == 1 && size == digest.size());
    return base64(digest);
}

std::string upgrade_request(std::string_view host, std::string_view path, const UpgradeNonce& nonce) {
    std::string out = "GET ";
    out += path;
    out += " HTTP/1.1\r\nHost: ";
    out += host;
    out += "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ";
    out += base64(nonce);
    out += "\r\n\r\n";
    return out;
}

Result<std::string, UpgradeError> answer_upgrade(std::string_view request) {
    const auto head = parse_head(request);
    ENSURE(head, UpgradeError::kMalformed);
    const std::string_view line = head->first_line;
    constexpr std::string_view kMethod = "GET ", kVersion = " HTTP/1.1";
    ENSURE(line.size() > kMethod.size() + kVersion.size() && line.starts_with(kMethod) && line.ends_with(kVersion),
           UpgradeError::kMalformed);
    const std::string_view path = line.substr(kMethod.size(), line.size() - kMethod.size() - kVersion.size());
    ENSURE(path.find(' ') == path.npos && head->find("Host"), UpgradeError::kMalformed);
    ENSURE(head->lists("Upgrade", "websocket") && head->lists("Connection", "Upgrade"), UpgradeError::kNoUpgrade);
    ENSURE(head->find("Sec-WebSocket-Version") == "13", UpgradeError::kBadVersion);
    const auto key = head->find("Sec-WebSocket-Key");
    ENSURE(key && is_key(*key), UpgradeError::kBadKey);
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           accept_value_of(*key) + "\r\n\r\n";
}

std::string refusal_of(UpgradeError error) {
    const bool needs_upgrade = error == UpgradeError::kNoUpgrade || error == UpgradeError::kBadVersion;
    std::string out = needs_upgrade
                          ? "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                          : "HTTP/1.1 400 Bad Request\r\n";
    return out + "Connection: close\r\nContent-Length: 0\r\n\r\n";
}

Result<void, UpgradeError> check_upgrade_answer(std::string_view answer, const UpgradeNonce& nonce) {
    const auto head = parse_head(answer);
    ENSURE(head, UpgradeError::kMalformed);
    ENSURE(head->first_line.starts_with("HTTP/1.1 "), UpgradeError::kMalformed);
    const std::string_view status = head->first_line.substr(9);
    ENSURE(status == "101" || status.starts_with("101 "), UpgradeError::kNoUpgrade);
    ENSURE(head->lists("Upgrade", "websocket") && head->lists("Connection", "Upgrade"), UpgradeError::kNoUpgrade);
    ENSURE(head->find("Sec-WebSocket-Accept") == accept_value_of(base64(nonce)), UpgradeError::kBadKey);
    ENSURE(!head->has("Sec-WebSocket-Extensions") && !head->has("Sec-WebSocket-Protocol"), UpgradeError::kNotAskedFor);
    return {};
}

}  // namespace serinus::network::websocket
