#include "runtime/sdk/genesis/config.hpp"

#include "base/hex.hpp"

namespace serinus::sdk::genesis::detail {

bool read_key(json::Reader& in, MutableBytesView key) {
    std::string address;
    if (!in.text(address)) return false;
    const auto bytes = from_ss58(address, key.size());
    if (!bytes) return in.fail("`" + address + "` is no SS58 address of a key of this kind");
    std::copy(bytes->begin(), bytes->end(), key.begin());
    return true;
}

bool read_hex(json::Reader& in, Bytes& value) {
    std::string text;
    if (!in.text(text)) return false;
    auto bytes = from_hex_prefixed(text);
    if (!bytes) return in.fail("expected 0x and hexadecimal digits");
    value = *std::move(bytes);
    return true;
}

bool read_hex(json::Reader& in, MutableBytesView value) {
    Bytes bytes;
    if (!read_hex(in, bytes)) return false;
    if (bytes.size() != value.size()) return in.fail("wrong number of bytes");
    std::copy(bytes.begin(), bytes.end(), value.begin());
    return true;
}

void write_hex(json::Writer& out, BytesView value) { out.text(to_hex_prefixed(value)); }

std::string camel_case(std::string_view snake_case) {
    std::string out;
    bool upper = false;
    for (const char c : snake_case) {
        if (c == '_') {
            upper = true;
            continue;
        }
        out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        upper = false;
    }
    return out;
}

size_t find_name(std::string_view name, std::span<const std::string_view> names, bool camel) {
    for (size_t i = 0; i < names.size(); ++i) {
        if (camel ? name == camel_case(names[i]) : name == names[i]) return i;
    }
    return names.size();
}

bool unknown(json::Reader& in, std::string_view name, std::span<const std::string> names, size_t position) {
    std::string what = "unknown field `" + std::string(name) + "`, ";
    if (names.empty()) what += "there are no fields";
    if (!names.empty()) what += names.size() > 2 ? "expected one of " : "expected ";
    for (size_t i = 0; i < names.size(); ++i) {
        if (i > 0) what += names.size() > 2 ? ", " : " or ";
        what += "`" + names[i] + "`";
    }
    return in.fail_behind(std::move(what), position);
}

bool unknown_member(json::Reader& in, std::string_view name, std::span<const std::string_view> names, bool camel,
                    size_t position) {
    std::vector<std::string> all;
    for (const std::string_view one : names) all.push_back(camel ? camel_case(one) : std::string(one));
    return unknown(in, name, all, position);
}

size_t read_enumerator(json::Reader& in, std::span<const std::string_view> names) {
    std::string name;
    if (!in.text(name)) return names.size();
    for (size_t i = 0; i < names.size(); ++i) {
        if (!name.empty() && name == names[i]) return i;
    }
    unknown_variant(in, name);
    return names.size();
}

bool unknown_variant(json::Reader& in, std::string_view name) {
    return in.fail("unknown variant `" + std::string(name) + "`");
}

bool missing(json::Reader& in, std::string_view name) {
    return in.fail_behind("missing field `" + std::string(name) + "`");
}

}  // namespace serinus::sdk::genesis::detail
