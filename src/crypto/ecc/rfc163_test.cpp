#include "crypto/ecc/rfc163.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/hex.hpp"

namespace serinus::crypto::ecc {
namespace {

/// One line of rfc163_vectors.txt, which explains itself at its top.
struct VectorCase {
    std::string function;
    std::vector<size_t> first, second;
    std::string change;
    size_t output_size = 0;
    unsigned code = 0;
    uint64_t hash = 0;
};

struct Vectors {
    std::map<std::string, std::vector<Bytes>> arguments;
    std::vector<VectorCase> cases;
};

std::vector<size_t> indices_of(const std::string& text) {
    std::vector<size_t> out;
    if (text == "-") return out;
    std::istringstream in(text);
    for (std::string number; std::getline(in, number, ',');) out.push_back(std::stoul(number));
    return out;
}

Vectors read_vectors() {
    std::ifstream file(SERINUS_ECC_VECTORS);
    EXPECT_TRUE(file.is_open());
    Vectors out;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream in(line);
        std::string name;
        in >> name;
        VectorCase one;
        one.function = name;
        if (name == "then") {
            in >> one.code >> std::hex >> one.hash;
            out.cases.push_back(one);
        } else if (std::string first, second; in >> first >> second) {
            in >> one.change >> one.output_size >> one.code >> std::hex >> one.hash;
            one.first = indices_of(first);
            one.second = indices_of(second);
            out.cases.push_back(one);
        } else {
            const auto bytes = from_hex(first);
            EXPECT_TRUE(bytes) << line;
            out.arguments[name].push_back(bytes.value_or(Bytes{}));
        }
    }
    return out;
}

uint64_t fnv_48(BytesView bytes) {
    uint64_t hash = 0xcbf29ce484222325;
    for (const uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
    return hash & 0xffffffffffff;
}

Bytes list_of(const std::vector<Bytes>& elements, const std::vector<size_t>& indices) {
    Bytes out(8);
    out[0] = static_cast<uint8_t>(indices.size());
    for (const size_t i : indices) out.insert(out.end(), elements.at(i).begin(), elements.at(i).end());
    return out;
}

/// "a-3" cuts, "a+3" appends zeros, "aL7" sets the length in front, "a@3:255" sets a byte; "b…" the second argument.
void change(const std::string& how, Bytes& first, Bytes& second) {
    if (how == "=") return;
    Bytes& bytes = how[0] == 'a' ? first : second;
    const uint64_t number = std::stoull(how.substr(2));
    if (how[1] == '-') bytes.resize(bytes.size() - number);
    if (how[1] == '+') bytes.resize(bytes.size() + number);
    for (size_t i = 0; how[1] == 'L' && i < 8; ++i) bytes[i] = static_cast<uint8_t>(number >> (8 * i));
    if (how[1] == '@') bytes[number] = static_cast<uint8_t>(std::stoul(how.substr(how.find(':') + 1)));
}

struct Function {
    EccResult (*call)(BytesView, BytesView, MutableBytesView);
    const char *first, *second;
    bool first_is_list, second_is_list;
};

const std::map<std::string, Function> kFunctions = {
    {"msm_g1", {encoded_msm<Bls12381G1>, "points_g1", "scalars_bls", true, true}},
    {"msm_g2", {encoded_msm<Bls12381G2>, "points_g2", "scalars_bls", true, true}},
    {"mul_g1", {encoded_mul<Bls12381G1>, "points_g1", "integers_g1", false, false}},
    {"mul_g2", {encoded_mul<Bls12381G2>, "points_g2", "integers_g2", false, false}},
    {"miller", {encoded_multi_miller_loop, "points_g1", "points_g2", true, true}},
    {"msm_bandersnatch", {encoded_msm<Bandersnatch>, "points_bandersnatch", "scalars_bandersnatch", true, true}},
    {"mul_bandersnatch", {encoded_mul<Bandersnatch>, "points_bandersnatch", "integers_bandersnatch", false, false}},
    {"msm_pallas", {encoded_msm<Pallas>, "points_pallas", "scalars_pallas", true, true}},
    {"mul_pallas", {encoded_mul<Pallas>, "points_pallas", "integers_pallas", false, false}},
    {"msm_vesta", {encoded_msm<Vesta>, "points_vesta", "scalars_vesta", true, true}},
    {"mul_vesta", {encoded_mul<Vesta>, "points_vesta", "integers_vesta", false, false}},
};

// RFC-163: what arkworks finds, with all kinds of arguments that it does not refuse and those that it does.
TEST(Rfc163, ComputesWhatArkworksDoes) {
    const Vectors vectors = read_vectors();
    std::map<std::string, size_t> counts;
    Bytes output;
    for (const VectorCase& one : vectors.cases) {
        const std::string where = one.function + " case " + std::to_string(counts[one.function]++) + ' ' + one.change;
        EccResult result{};
        if (one.function == "then") {
            result = encoded_final_exponentiation(output);
        } else if (one.function == "final") {
            output = vectors.arguments.at("targets").at(one.first.at(0));
            Bytes unused;
            change(one.change, output, unused);
            ASSERT_EQ(output.size(), one.output_size) << where;
            result = encoded_final_exponentiation(output);
        } else {
            const Function& function = kFunctions.at(one.function);
            const auto &firsts = vectors.arguments.at(function.first), &seconds = vectors.arguments.at(function.second);
            Bytes first = function.first_is_list ? list_of(firsts, one.first) : firsts.at(one.first.at(0));
            Bytes second = function.second_is_list ? list_of(seconds, one.second) : seconds.at(one.second.at(0));
            change(one.change, first, second);
            output.assign(one.output_size, 0xee);
            result = function.call(first, second, output);
        }
        EXPECT_EQ(static_cast<unsigned>(result), one.code) << where;
        if (result != EccResult::kPanic) EXPECT_EQ(fnv_48(output), one.hash) << where;
    }
    EXPECT_EQ(counts.size(), kFunctions.size() + 2);
    for (const auto& [name, count] : counts) EXPECT_GE(count, 90u) << name;
}

TEST(Rfc163, TheOutputMayLieInTheArguments) {
    const Vectors vectors = read_vectors();
    const auto& points = vectors.arguments.at("points_g1");
    const Bytes bases = list_of(points, {1, 4, 5}), scalars = list_of(vectors.arguments.at("scalars_bls"), {3, 30, 31});
    Bytes apart(96), within = bases;
    ASSERT_EQ(encoded_msm<Bls12381G1>(bases, scalars, apart), EccResult::kOk);
    ASSERT_EQ(encoded_msm<Bls12381G1>(within, scalars, MutableBytesView(within).subspan(50, 96)), EccResult::kOk);
    EXPECT_EQ(to_hex(BytesView(within).subspan(50, 96)), to_hex(apart));
}

// RFC-163 Edge Cases
TEST(Rfc163, EmptyListsGiveTheIdentity) {
    const Bytes none(8);
    Bytes point(96), target(576);
    EXPECT_EQ(encoded_msm<Bls12381G1>(none, none, point), EccResult::kOk);
    EXPECT_EQ(to_hex(point), "40" + std::string(190, '0'));
    EXPECT_EQ(encoded_multi_miller_loop(none, none, target), EccResult::kOk);
    EXPECT_EQ(to_hex(target), "01" + std::string(1150, '0'));
}

}  // namespace
}  // namespace serinus::crypto::ecc
