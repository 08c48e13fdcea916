// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/vulkan/compute_program.h"

#include <fmt/core.h>

#include "gpu/vulkan/check.h"

namespace ropescope::vulkan {
namespace {

Result<SetLayout> createSetLayout(VkDevice device, std::uint32_t bufferCount)
{
    std::vector<VkDescriptorSetLayoutBinding> bindings(bufferCount);
    for (std::uint32_t i = 0; i < bufferCount; ++i) {
        bindings[i] = {
            .binding = i,
            .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
            .descriptorCount = 1,
            .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
            .pImmutableSamplers = nullptr,
        };
    }
    const VkDescriptorSetLayoutCreateInfo info {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .bindingCount = bufferCount,
        .pBindings = bindings.data(),
    };
    VkDescriptorSetLayout layout = VK_NULL_HANDLE;
    ROPESCOPE_TRY(check(vkCreateDescriptorSetLayout(device, &info, nullptr, &layout),
                        "vkCreateDescriptorSetLayout"));
    return SetLayout(device, layout);
}

Result<PipelineLayout> createLayout(VkDevice device, VkDescriptorSetLayout sets,
                                    std::uint32_t paramBytes)
{
    const VkPushConstantRange range {
        .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
        .offset = 0,
        .size = paramBytes,
    };
    const VkPipelineLayoutCreateInfo info {
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .setLayoutCount = 1,
        .pSetLayouts = &sets,
        .pushConstantRangeCount = 1,
        .pPushConstantRanges = &range,
    };
    VkPipelineLayout layout = VK_NULL_HANDLE;
    ROPESCOPE_TRY(
        check(vkCreatePipelineLayout(device, &info, nullptr, &layout), "vkCreatePipelineLayout"));
    return PipelineLayout(device, layout);
}

Result<Pipeline> createPipeline(VkDevice device, VkPipelineLayout layout,
                                const ProgramOptions& options)
{
    const VkShaderModuleCreateInfo code {
        .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .codeSize = options.spirv.size_bytes(),
        .pCode = options.spirv.data(),
    };
    VkShaderModule module = VK_NULL_HANDLE;
    ROPESCOPE_TRY(check(vkCreateShaderModule(device, &code, nullptr, &module),
                        fmt::format("vkCreateShaderModule of {}", options.name)));
    const ShaderModule owner(device, module);
    std::vector<VkSpecializationMapEntry> entries;
    for (std::uint32_t i = 0; i < options.constants.size(); ++i)
        entries.push_back({ .constantID = i, .offset = 4 * i, .size = 4 });
    const VkSpecializationInfo specialization {
        .mapEntryCount = static_cast<std::uint32_t>(entries.size()),
        .pMapEntries = entries.data(),
        .dataSize = options.constants.size() * sizeof(std::uint32_t),
        .pData = options.constants.data(),
    };
    VkComputePipelineCreateInfo info {};
    info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
    info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
    info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
    info.stage.module = module;
    info.stage.pName = "main";
    info.stage.pSpecializationInfo = &specialization;
    info.layout = layout;
    VkPipeline pipeline = VK_NULL_HANDLE;
    ROPESCOPE_TRY(
        check(vkCreateComputePipelines(device, VK_NULL_HANDLE, 1, &info, nullptr, &pipeline),
              fmt::format("vkCreateComputePipelines of {}", options.name)));
    return Pipeline(device, pipeline);
}

Result<DescriptorPool> createPool(VkDevice device, std::uint32_t bufferCount)
{
    const VkDescriptorPoolSize size {
        .type = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        .descriptorCount = bufferCount,
    };
    const VkDescriptorPoolCreateInfo info {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
        .pNext = nullptr,
        .flags = 0,
        .maxSets = 1,
        .poolSizeCount = 1,
        .pPoolSizes = &size,
    };
    VkDescriptorPool pool = VK_NULL_HANDLE;
    ROPESCOPE_TRY(
        check(vkCreateDescriptorPool(device, &info, nullptr, &pool), "vkCreateDescriptorPool"));
    return DescriptorPool(device, pool);
}

} // namespace

Result<ComputeProgram> ComputeProgram::create(const Device& device, const ProgramOptions& options)
{
    Shader shader;
    auto setLayout = createSetLayout(device.get(), options.bufferCount);
    if (!setLayout)
        return tl::unexpected(setLayout.error());
    shader.setLayout = std::move(*setLayout);
    auto layout = createLayout(device.get(), shader.setLayout.get(), options.paramBytes);
    if (!layout)
        return tl::unexpected(layout.error());
    shader.layout = std::move(*layout);
    auto pipeline = createPipeline(device.get(), shader.layout.get(), options);
    if (!pipeline)
        return tl::unexpected(pipeline.error());
    shader.pipeline = std::move(*pipeline);
    shader.bufferCount = options.bufferCount;
    ComputeProgram program;
    program.m_shader = std::make_shared<const Shader>(std::move(shader));
    return program.twin(device);
}

Result<ComputeProgram> ComputeProgram::twin(const Device& device) const
{
    ComputeProgram program;
    program.m_shader = m_shader;
    auto pool = createPool(device.get(), m_shader->bufferCount);
    if (!pool)
        return tl::unexpected(pool.error());
    program.m_pool = std::move(*pool);

    const VkDescriptorSetLayout sets = m_shader->setLayout.get();
    const VkDescriptorSetAllocateInfo info {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
        .pNext = nullptr,
        .descriptorPool = program.m_pool.get(),
        .descriptorSetCount = 1,
        .pSetLayouts = &sets,
    };
    ROPESCOPE_TRY(check(vkAllocateDescriptorSets(device.get(), &info, &program.m_set),
                        "vkAllocateDescriptorSets"));
    return program;
}

void ComputeProgram::bind(const Device& device, std::initializer_list<const Buffer*> buffers) const
{
    std::vector<VkDescriptorBufferInfo> infos;
    infos.reserve(buffers.size()); // the writes point into it
    std::vector<VkWriteDescriptorSet> writes;
    for (const Buffer* buffer : buffers) {
        infos.push_back({ .buffer = buffer->get(), .offset = 0, .range = VK_WHOLE_SIZE });
        VkWriteDescriptorSet write {};
        write.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
        write.dstSet = m_set;
        write.dstBinding = static_cast<std::uint32_t>(writes.size());
        write.descriptorCount = 1;
        write.descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
        write.pBufferInfo = &infos.back();
        writes.push_back(write);
    }
    vkUpdateDescriptorSets(device.get(), static_cast<std::uint32_t>(writes.size()), writes.data(),
                           0, nullptr);
}

void ComputeProgram::record(VkCommandBuffer commands, std::span<const std::byte> params,
                            std::uint32_t groupsX, std::uint32_t groupsY) const
{
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, m_shader->pipeline.get());
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, m_shader->layout.get(), 0, 1,
                            &m_set, 0, nullptr);
    vkCmdPushConstants(commands, m_shader->layout.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0,
                       static_cast<std::uint32_t>(params.size()), params.data());
    vkCmdDispatch(commands, groupsX, groupsY, 1);
}

} // namespace ropescope::vulkan
